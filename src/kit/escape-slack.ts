import { escapeTerminal } from './escape-terminal.ts';

/** Keeps a formatting character from having an effect without changing what people read. */
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Text by strangers for a mrkdwn text object: it cannot mention, link or format.
 * @see https://docs.slack.dev/messaging/formatting-message-text (three characters are escaped as entities)
 */
export function escapeSlack(text: string): string {
  return entities(escapeTerminal(text))
    .replace(/@(?=\w)/g, `@${ZERO_WIDTH_SPACE}`)
    .replace(/[*_~`]/g, (mark) => `${ZERO_WIDTH_SPACE}${mark}${ZERO_WIDTH_SPACE}`);
}

/** The same for the inside of a code span or block: identifiers stay fit to be copied. */
export function escapeSlackCode(text: string): string {
  return entities(escapeTerminal(text)).replaceAll('`', '\u02cb');
}

/** For a `plain_text` object, which knows neither mentions nor formatting. */
export function escapeSlackPlain(text: string): string {
  return escapeTerminal(text);
}

function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
