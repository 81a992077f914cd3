import type { ActionPerformer } from '../../core/action.ts';
import type { Clock } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';

/** Lets a stopped credential rest, so that whoever misses it can say so before it is gone for good. */
export function soakPerformer(clock: Clock): ActionPerformer {
  return {
    risk: 'harmless',
    apply: () => Promise.resolve({ at: clock.now(), fields: {} }),
    verify: (target, receipt) => {
      const until = receipt.at + Number(target.params['time']);
      const left = until - clock.now();
      if (left <= 0) return Promise.resolve({ kind: 'verified', evidence: `stopped since ${isoTime(receipt.at)}` });
      return Promise.resolve({ kind: 'not-yet', reason: `rests until ${isoTime(until)}`, retryAfter: left });
    },
  };
}
