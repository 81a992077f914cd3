import type { ActionPerformer, Verification } from '../../../src/core/action.ts';
import { AppError, messageOf } from '../../../src/core/errors.ts';
import { MINUTE } from '../../../src/core/time.ts';
import type { Hands } from './hands.ts';
import type { KeyEnd } from './key-ended.ts';
import { endOfKey } from './key-ended.ts';

/** Activity logs are written some time after the act. */
const LOG_LAG = 10 * MINUTE;

/** A person does it. What proves it is the old key, where somebody has it; else the activity log. */
export function rollKeysPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: () => Promise.reject(new Error('a person does this')),
    trySecret: (target, secret) => hands.tryKey(target, secret),
    seen: async (target, since): Promise<Verification> => {
      if (!hands.hasActivityLogs) return { kind: 'unproven', reason: 'activity logs are off' };
      return byLog(await endOfKey(hands, target, since), hands) ?? notShownYet;
    },
    verify: async (target, receipt): Promise<Verification> => {
      const by = receipt.fields['confirmedBy'] ?? 'nobody';
      const attested = (why: string): Verification => ({
        kind: 'unproven',
        reason: `attested by ${by}, unproven: ${why}. To prove it, resume the run with the old key (--old-key-stdin)`,
      });
      if (!hands.hasActivityLogs) return attested('the old key is not there to be tried, and activity logs are off');
      try {
        const end = await endOfKey(hands, target, receipt.at);
        const shown = byLog(end, hands);
        if (shown !== null) return shown;
        if (hands.clock.now() < receipt.at + LOG_LAG) return notShownYet;
        return attested(
          end.kind === 'another'
            ? `${end.says}, and nobody can say that it was this key`
            : 'the activity log shows no end of it',
        );
      } catch (error) {
        if (error instanceof AppError && ['forbidden', 'not-found', 'bad-input', 'config'].includes(error.kind))
          return attested(`the activity log could not be read (${messageOf(error)})`);
        throw error;
      }
    },
  };
}

const notShownYet: Verification = {
  kind: 'not-yet',
  reason: 'the activity log does not show it yet',
  retryAfter: MINUTE,
};

/** null where the log tells nothing about this key. */
function byLog(end: KeyEnd, { clock }: Hands): Verification | null {
  if (end.kind === 'ended') return { kind: 'verified', evidence: end.says, final: true };
  if (end.kind !== 'ends-later') return null;
  return { kind: 'not-yet', reason: end.says, retryAfter: Math.max(MINUTE, end.at - clock.now()) };
}
