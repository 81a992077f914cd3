/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number;

export const SECOND: Millis = 1_000;
export const MINUTE: Millis = 60 * SECOND;
export const HOUR: Millis = 60 * MINUTE;
export const DAY: Millis = 24 * HOUR;

/** The only way to know what time it is or to wait. The real one lives in `system.ts`. */
export interface Clock {
  now(): Millis;
  /** Resolves after `ms`, or rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * The same for "not longer than": somebody else is at work meanwhile. A clock that lets time
   * pass as fast as its sleepers allow must not count these among them.
   */
  timeout(ms: number, signal?: AbortSignal): Promise<void>;
}

/** `2026-11-23T20:15:00Z`: UTC, whole seconds unless the instant has a fraction. */
export function isoTime(at: Millis): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** The UTC day of an instant as `2026-11-23`. */
export function isoDay(at: Millis): string {
  return new Date(at).toISOString().slice(0, 10);
}
