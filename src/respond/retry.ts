import type { Clock } from '../core/time.ts';
import { classify, nextDelay } from '../kit/failures.ts';

/** How often one call is made before a person is asked. */
export const ATTEMPTS = 5;

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

/** Runs `call` until it answers or its failure is not one that passes. */
export async function persist<T>(call: () => Promise<T>, clock: Clock, signal: AbortSignal | undefined): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!mayPass(error) || attempt >= ATTEMPTS) throw error;
      await clock.sleep(waitAfter(error, attempt), signal);
    }
  }
}
