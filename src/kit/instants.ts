import type { Millis } from '../core/time.ts';

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/;

/**
 * A day (its beginning in UTC), or date and time with a zone, as milliseconds; null for
 * anything else. A time without a zone means different things to different people: null.
 */
export function parseInstant(text: string): Millis | null {
  const [whole, year, month, day] = INSTANT.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  // `Date.parse` lets 31 February pass as 3 March.
  const longest = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) > longest) return null;
  const at = Date.parse(whole.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(at) ? null : at;
}
