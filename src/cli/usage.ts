import { AppError } from '../core/errors.ts';
import { isoDay, type Millis, SECOND } from '../core/time.ts';
import { parseDuration } from '../kit/durations.ts';

/** A mistake on the command line: exit code 2. */
export function usageError(message: string, hint: string): AppError {
  return new AppError(message, { code: 'USAGE', kind: 'bad-input', hint });
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** With a blank too, as tables write it. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** `2026-11-23`, `2026-11-23T20:15Z`, or an age such as `7d`. Without a zone, UTC. */
export function parseMoment(text: string, now: Millis, option: string): Millis {
  if (DATE.test(text) && isDay(text)) return Date.parse(`${text}T00:00:00Z`);
  if (DATE_TIME.test(text) && isDay(text.slice(0, 10))) {
    const joined = text.replace(' ', 'T');
    const at = Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(joined) ? joined : `${joined}Z`);
    if (!Number.isNaN(at)) return at;
  }
  const age = parseDuration(text);
  // Whole seconds, as people write and read moments.
  if (age !== null) return Math.floor((now - age) / SECOND) * SECOND;
  throw usageError(
    `${option} ${text} is no moment`,
    'Write a date (2026-11-23), a time (2026-11-23T20:15Z) or an age (7d).',
  );
}

/** The parser of the language takes February 30 for March 2. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && isoDay(at) === text;
}

export function parseCount(text: string, option: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw usageError(`${option} ${text} is no count`, 'Write a whole number above 0.');
}

/** `90d`: a span of time. */
export function parseAge(text: string, option: string): Millis {
  const age = parseDuration(text);
  if (age !== null) return age;
  throw usageError(`${option} ${text} is no span of time`, 'Write a number with a unit, for example 12h or 90d.');
}
