import { escapeTerminal } from './escape-terminal.ts';

/**
 * Characters with a meaning somewhere in CommonMark, its tables or the trackers that show it; colon
 * and dot only where trackers take text for an address.
 */
const SPECIAL = /[\\`*_{}[\]<>#!|~&@]|:(?=\/\/)|(?<=\bwww)\./gi;

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
