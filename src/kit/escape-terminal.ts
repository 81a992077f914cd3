/** Control, format (bidi, zero-width, tags), line separators and lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text by strangers made safe for a terminal: whatever could move the cursor, change colours,
 * reverse the reading order or hide is shown as `\x1b` or `\u{202e}`. One line in, one line out.
 */
export function escapeTerminal(text: string): string {
  return text.replace(INVISIBLE, visible);
}

function visible(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
