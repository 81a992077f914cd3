import { styleText } from 'node:util';
import { escapeTerminal } from '../kit/escape-terminal.ts';
import { truncate, wrap } from '../kit/text-width.ts';
import type { SlackBlock } from './sinks/slack-blocks.ts';
import type { SlackPayload } from './sinks/slack-payload.ts';

export interface PreviewOptions {
  readonly width: number;
  readonly color: boolean;
}

const EDGE = '▌';

/** A Slack message as it would look, for a terminal. */
export function renderSlackPreview(payload: SlackPayload, { width, color }: PreviewOptions): string {
  const edge = paint('magenta', EDGE, color);
  const columns = Math.max(20, width - EDGE.length - 1);
  const lines = payload.blocks.flatMap((block, index) => [
    ...(index > 0 ? [''] : []),
    ...renderBlock(block, columns, color),
  ]);
  return `${lines.map((line) => (line === '' ? edge : `${edge} ${line}`)).join('\n')}\n`;
}

function renderBlock(block: SlackBlock, columns: number, color: boolean): readonly string[] {
  switch (block.type) {
    case 'header':
      return wrap(escapeTerminal(block.text.text), columns).map((line) => paint('bold', line, color));
    case 'divider':
      return [paint('dim', '─'.repeat(columns), color)];
    case 'context':
      return block.elements.flatMap((element) =>
        renderText(element.text, columns, color).map((line) => paint('dim', line, color)),
      );
    case 'section':
      return 'fields' in block
        ? block.fields.flatMap((field) => renderField(field.text, columns, color))
        : renderText(block.text.text, columns, color);
  }
}

/** `*Label*` and its value side by side. */
function renderField(text: string, columns: number, color: boolean): readonly string[] {
  const [label = '', ...rest] = text.split('\n');
  const head = label.replace(/^\*|\*$/g, '').padEnd(10);
  const value = wrap(plain(rest.join(' ')), columns - head.length);
  return value.map((line, index) => `${index === 0 ? paint('bold', head, color) : ' '.repeat(head.length)}${line}`);
}

function renderText(text: string, columns: number, color: boolean): readonly string[] {
  let inCode = false;
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('```')) {
      inCode = !inCode;
      return [];
    }
    if (inCode) return [paint('cyan', `  ${truncate(plain(line), columns - 2)}`, color)];
    const bullet = line.startsWith('• ') ? '  ' : '';
    return wrap(plain(line), columns - bullet.length).map((part, index) =>
      emphasize(index === 0 ? part : bullet + part, color),
    );
  });
}

/** Entities back to characters, then made safe again: the payload holds text by strangers. */
function plain(text: string): string {
  const entities = text
    .replaceAll('\u200b', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return escapeTerminal(entities);
}

function emphasize(line: string, color: boolean): string {
  return line
    .replace(/^\*([^*]+)\*/, (_all, text: string) => paint('bold', text, color))
    .replace(/`([^`]+)`/g, (_all, text: string) => paint('cyan', text, color));
}

function paint(style: 'bold' | 'dim' | 'cyan' | 'magenta', text: string, color: boolean): string {
  return color ? styleText(style, text, { validateStream: false }) : text;
}
