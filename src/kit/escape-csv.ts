/** What a spreadsheet takes for a formula at the start of a cell, tab and return included. */
const FORMULA = /^[=+\-@\t\r\n]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * One cell of RFC 4180 text. A cell that a spreadsheet would run gets an apostrophe in front;
 * plain numbers keep their sign.
 */
export function escapeCsv(text: string): string {
  const safe = FORMULA.test(text.trimStart()) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n\t;]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
