import { escapeTerminal } from './escape-terminal.ts';

/** Characters with a meaning somewhere in CommonMark or its tables; `#`, `-` and `+` only begin a line, where we never put text. */
const SPECIAL = /[\\`*_{}[\]()<>#!|~&@:]/g;

/**
 * Text by strangers for Markdown: no link, image, mention, table cell, HTML or formatting comes
 * of it. Entities rather than backslashes, since trackers disagree on the latter.
 */
export function escapeMarkdown(text: string): string {
  return escapeTerminal(text).replace(SPECIAL, (character) => `&#${character.codePointAt(0)};`);
}

/** The same as a code span, fit to be copied: the fence is longer than any inside. */
export function markdownCode(text: string): string {
  const safe = escapeTerminal(text).replaceAll('|', '\u2223');
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = safe.startsWith('`') || safe.endsWith('`') || safe === '' ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}
