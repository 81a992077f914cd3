import type { ActionPerformer } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { isoTime, SECOND } from '../../../src/core/time.ts';
import type { Hands } from './hands.ts';
import { askManagedKey } from './managed-key.ts';

/** Documented as immediate, seen to take nine seconds; nothing is called dead before several times that. */
const SPREADS = 30 * SECOND;

export function expireKeyPerformer(hands: Hands): ActionPerformer {
  const { clock } = hands;
  return {
    risk: 'irreversible',
    trySecret: (target, secret) => hands.tryKey(target, secret),
    apply: async (target, idempotencyKey) => {
      const end = await endOf(hands, target);
      if (end === null || end > clock.now())
        await askManagedKey(hands, target, 'expire', { action: 'expire', idempotencyKey });
      return { at: clock.now(), fields: {} };
    },
    verify: async (target, receipt) => {
      const end = await endOf(hands, target);
      if (end === null || end > clock.now())
        return { kind: 'not-yet', reason: `Stripe lists ${target.label} as active`, retryAfter: 2_000 };
      const safe = Math.max(end, receipt.at) + SPREADS;
      if (clock.now() < safe)
        return {
          kind: 'not-yet',
          reason: 'Stripe lists it as expired; that may still be spreading',
          retryAfter: safe - clock.now(),
        };
      return {
        kind: 'verified',
        evidence: `Stripe lists ${target.label} as expired since ${isoTime(end)}`,
        final: true,
      };
    },
  };
}

/** When the key ended; one that was rotated is not there any more under its old id. */
async function endOf(hands: Hands, target: Parameters<typeof askManagedKey>[1]): Promise<number | null> {
  try {
    const { expiresAt, status } = await askManagedKey(hands, target, 'look at');
    if (status === 'expired') return Math.min(expiresAt ?? hands.clock.now(), hands.clock.now());
    return expiresAt;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') return 0;
    throw error;
  }
}
