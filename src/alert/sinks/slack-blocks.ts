import { escapeSlack, escapeSlackCode, escapeSlackPlain } from '../../kit/escape-slack.ts';

/** `verbatim` keeps the platform from making links and mentions out of text. */
export interface SlackText {
  readonly type: 'mrkdwn' | 'plain_text';
  readonly text: string;
  readonly verbatim?: true;
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: SlackText }
  | { readonly type: 'section'; readonly text: SlackText }
  | { readonly type: 'section'; readonly fields: readonly SlackText[] }
  | { readonly type: 'context'; readonly elements: readonly SlackText[] }
  | { readonly type: 'divider' };

/** Limits of Block Kit: characters of a header, a section text and a field; fields of a section. */
const HEADER_LIMIT = 150;
const TEXT_LIMIT = 3000;
const FIELD_LIMIT = 2000;
const FIELDS_LIMIT = 10;

/** Text by strangers as prose. */
export const prose: (text: string) => string = escapeSlack;

/** Text by strangers as a code span, fit to be copied. */
export function code(text: string): string {
  return `\`${escapeSlackCode(text === '' ? ' ' : text)}\``;
}

/** Lines as a code block, as many as fit a section with some prose around them. */
export function codeBlock(lines: readonly string[]): string {
  return joinWithin('```', lines.map(escapeSlackCode), TEXT_LIMIT - 300) + '\n```';
}

/** A head and as many whole lines as fit: cutting inside a line could cut an entity or a code span. */
export function joinWithin(head: string, lines: readonly string[], limit: number = TEXT_LIMIT - 40): string {
  let text = head;
  for (const [index, line] of lines.entries()) {
    if (text.length + 1 + line.length > limit) return `${text}\n(${lines.length - index} more)`;
    text += `\n${line}`;
  }
  return text;
}

export function headerBlock(text: string): SlackBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(escapeSlackPlain(text), HEADER_LIMIT) } };
}

export function section(text: string): SlackBlock {
  return { type: 'section', text: mrkdwn(text, TEXT_LIMIT) };
}

export function fieldsBlock(fields: readonly string[]): SlackBlock {
  return { type: 'section', fields: fields.slice(0, FIELDS_LIMIT).map((text) => mrkdwn(text, FIELD_LIMIT)) };
}

export function contextBlock(text: string): SlackBlock {
  return { type: 'context', elements: [mrkdwn(text, TEXT_LIMIT)] };
}

export const divider: SlackBlock = { type: 'divider' };

function mrkdwn(text: string, limit: number): SlackText {
  return { type: 'mrkdwn', text: cut(text, limit), verbatim: true };
}

/** An entity that the cut would leave open goes as a whole. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text
    .slice(0, limit - 1)
    .replace(/&[a-z]{0,3}$/, '')
    .replace(/[\ud800-\udbff]$/, '')}…`;
}
