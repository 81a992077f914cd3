import type { ActionPerformer, Verification } from '../../core/action.ts';
import type { Millis } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';
import type { SagaDeps } from '../saga-types.ts';

/** Waits until the log shows nothing on the old credential for a whole quiet window; a deadline asks a person. */
export function drainPerformer(deps: Pick<SagaDeps, 'clock' | 'usage'>): ActionPerformer {
  return {
    risk: 'harmless',
    apply: () => Promise.resolve({ at: deps.clock.now(), fields: {} }),
    verify: async (target, receipt): Promise<Verification> => {
      const credential = target.params['credential'] ?? '';
      const use = await deps.usage(credential, receipt.at);
      // A pause as long as its longest so far says nothing. Twice the lag: a record of the last use may be as late as the slowest we have seen.
      const quiet = Math.max(Number(target.params['quiet']), 2 * use.lag, use.rhythm);
      const quietSince = Math.max(receipt.at, use.last ?? 0);
      const now = deps.clock.now();
      const seenThrough = Math.min(now, use.observedThrough);
      if (seenThrough >= quietSince + quiet) {
        return { kind: 'verified', evidence: `no use seen from ${isoTime(quietSince)} to ${isoTime(seenThrough)}` };
      }
      if (now >= receipt.at + Number(target.params['deadline'])) return overdue(credential, use.last, use.by);
      const reason =
        use.last === null ? 'not quiet for long enough yet' : `last used ${isoTime(use.last)} by ${use.by}`;
      return { kind: 'not-yet', reason, retryAfter: Math.max(MIN_WAIT, quietSince + quiet - now) };
    },
  };
}

/** Where only the log lags behind, ask again this much later. */
const MIN_WAIT: Millis = 60_000;

function overdue(credential: string, last: Millis | null, by: string): Verification {
  const seen = last === null ? 'the log has not been read far enough' : `last used ${isoTime(last)} by ${by}`;
  return { kind: 'failed', reason: `${credential} is still not out of use after its deadline: ${seen}` };
}
