import type { Millis } from '../core/time.ts';

/** ISO 8601, and what Git and Go make of it: a blank for the T, a blank before the zone, its name after it. */
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(?:(Z)|([+-]\d{2}):?(\d{2}))(?: (?:UTC|[+-]\d{4}))?)?$/;

/**
 * A day (its beginning in UTC), or date and time with a zone, as milliseconds; null for
 * anything else. A time without a zone means different things to different people: null.
 */
export function parseInstant(text: string): Millis | null {
  const [whole, year = '', month = '', day = '', clock = '00:00', , hours = '+00', minutes = '00'] =
    INSTANT.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  // `Date.parse` lets 31 February pass as 3 March.
  const longest = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) > longest) return null;
  const at = Date.parse(`${year}-${month}-${day}T${clock}${hours}:${minutes}`);
  return Number.isNaN(at) ? null : at;
}
