import type { Clock } from '../core/time.ts';
import { SECOND } from '../core/time.ts';
import { classify, nextDelay } from '../kit/failures.ts';

/** How often one call is made before a person is asked. */
const ATTEMPTS = 5;

/**
 * Whether waiting may help, by the failure table. A conflict does not pass by itself: a full
 * quota stays full, and repeating the call is how two credentials come from one request.
 */
export function mayPass(error: unknown): boolean {
  const { kind } = classify(error);
  return kind === 'transient' || kind === 'rate-limited';
}

/** How long to wait before attempt `attempt + 1`. One run waits alone: no jitter is needed. */
export function waitAfter(error: unknown, attempt: number): number {
  return nextDelay(classify(error), attempt, () => 0.5) ?? 0;
}

/** A step that containment waits for: one more try, and that at once. */
const HURRY = { attempts: 2, longest: 5 * SECOND };

/**
 * How long to wait before the next attempt, or null when there is none.
 * @param attempt how many have failed so far
 * @param hurried containment waits for it
 */
export function pauseAfter(error: unknown, attempt: number, hurried: boolean): number | null {
  if (!mayPass(error) || attempt >= (hurried ? HURRY.attempts : ATTEMPTS)) return null;
  const wait = waitAfter(error, attempt);
  return hurried && wait > HURRY.longest ? null : wait;
}

/** Runs `call` until it answers or its failure is not one that passes. */
export async function persist<T>(
  call: () => Promise<T>,
  clock: Clock,
  signal: AbortSignal | undefined,
  hurried: boolean = false,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const wait = pauseAfter(error, attempt, hurried);
      if (wait === null) throw error;
      await clock.sleep(wait, signal);
    }
  }
}
