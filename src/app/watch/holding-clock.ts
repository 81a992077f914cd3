import type { Clock, Millis } from '../../core/time.ts';
import { MINUTE } from '../../core/time.ts';

const SLICE: Millis = MINUTE / 2;

/** A clock for work that sleeps for longer than a lease lasts. @param keep renews it; what it throws ends the sleep */
export function holdingClock(clock: Clock, keep: () => Promise<void>): Clock {
  return {
    now: () => clock.now(),
    async sleep(ms, signal) {
      const until = clock.now() + ms;
      for (let left = ms; left > SLICE; left = until - clock.now()) {
        await clock.sleep(SLICE, signal);
        await keep();
      }
      await clock.sleep(Math.max(0, until - clock.now()), signal);
    },
    timeout: (ms, signal) => clock.timeout(ms, signal),
  };
}
