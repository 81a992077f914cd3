import { DAY, HOUR, MINUTE, type Millis, SECOND } from '../core/time.ts';

const UNITS: readonly (readonly [name: string, size: Millis])[] = [
  ['w', 7 * DAY],
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
  ['ms', 1],
];

const WHOLE = /^(?:\d{1,9}(?:ms|[wdhms])\s*)+$/;
const PART = /(\d{1,9})(ms|[wdhms])/g;

/** `90s`, `30m`, `1h30m`, `90d`, `2w`, `250ms` in milliseconds; null for anything else. */
export function parseDuration(text: string): Millis | null {
  const trimmed = text.trim();
  if (!WHOLE.test(trimmed)) return null;
  let total = 0;
  for (const [, digits, unit] of trimmed.matchAll(PART)) {
    const size = UNITS.find(([name]) => name === unit)?.[1] ?? 0;
    total += Number(digits) * size;
  }
  return total;
}

/** The shortest exact form that `parseDuration` reads back, in days and smaller: `90d`, `1h30m`. */
export function formatDuration(ms: Millis): string {
  let rest = Math.max(0, Math.round(ms));
  let text = '';
  for (const [name, size] of UNITS) {
    if (name === 'w') continue;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${String(count)}${name}`;
  }
  return text === '' ? '0s' : text;
}
