import type { Millis } from '../../../src/core/time.ts';

/** No AWS account is older, and no record is from a time that partitions could not hold. */
const EARLIEST = Date.UTC(2006, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

const EXTENDED = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))?$/;
const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/;
/** `Jul 10, 2023 12:24:29 PM` and `Jul 10, 2023, 1:28:26 PM`, both seen in responses of 2023. */
const SPOKEN = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d):(\d\d)\s([AP])M$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A time as CloudTrail writes it, in any of its formats; without a zone it is UTC.
 * Numbers are epoch seconds (the API) or, when too large for that, milliseconds (log agents).
 * @returns null when it is none, or lies outside 2006 to 2100
 */
export function recordTime(value: unknown): Millis | null {
  if (typeof value === 'number') return plausible(value < 100_000_000_000 ? value * 1000 : value);
  if (typeof value !== 'string') return null;
  return plausible(quickUtc(value) ?? slowTime(value));
}

function plausible(at: number | null): Millis | null {
  return at !== null && at >= EARLIEST && at < LATEST ? at : null;
}

/** `2023-07-10T12:24:29Z` without a regular expression: nearly every record has this form. */
function quickUtc(text: string): Millis | null {
  if (text.length !== 20 || text.charCodeAt(19) !== 90 || text.charCodeAt(10) !== 84) return null;
  if (
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58
  ) {
    return null;
  }
  const year = two(text, 0) * 100 + two(text, 2);
  return utc(year, two(text, 5), two(text, 8), two(text, 11), two(text, 14), two(text, 17));
}

/** Two decimal digits as a number, NaN when they are none. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Number.NaN : tens * 10 + ones;
}

function slowTime(text: string): Millis | null {
  const extended = EXTENDED.exec(text);
  if (extended !== null) {
    const local = fromParts(extended);
    const shift = (Number(extended[8] ?? 0) * 60 + Number(extended[9] ?? 0)) * 60_000;
    return local === null ? null : local + (extended[7] === '-' ? shift : -shift);
  }
  const basic = BASIC.exec(text);
  if (basic !== null) return fromParts(basic);
  const spoken = SPOKEN.exec(text);
  if (spoken === null) return null;
  const hour = (Number(spoken[4]) % 12) + (spoken[7] === 'P' ? 12 : 0);
  const month = MONTHS.indexOf(spoken[1] ?? '') + 1;
  return utc(Number(spoken[3]), month, Number(spoken[2]), hour, Number(spoken[5]), Number(spoken[6]));
}

function fromParts(parts: RegExpExecArray): Millis | null {
  const [, year, month, day, hour, minute, second] = parts;
  return utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
}

/** Refuses what `Date.UTC` would quietly carry over, such as the 32nd; a leap second counts as the next second. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): Millis | null {
  const sane = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second <= 60;
  return sane && year > 0 ? Date.UTC(year, month - 1, day, hour, minute, second) : null;
}
