import type { Millis } from '../../../src/core/time.ts';
import { SECOND } from '../../../src/core/time.ts';

/** Later than any clock of today: the year 5000 in seconds. Milliseconds by mistake lie beyond it. */
const LATEST_SECONDS = 95_617_584_000;

/** Unix seconds as a moment; null for anything else. */
export function secondsOf(value: unknown): Millis | null {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0 || value > LATEST_SECONDS) return null;
  return Math.floor(value) * SECOND;
}

/** Seconds or RFC 3339, as API v1 and v2 write it. */
export function momentOf(value: unknown): Millis | null {
  if (typeof value !== 'string') return secondsOf(value);
  const at = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
