import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { targetParams } from '../actions/names.ts';
import { objectOf, textOf } from '../json.ts';
import type { Hands } from './hands.ts';

export function cancelPayoutPerformer(hands: Hands): ActionPerformer {
  const statusOf = async (target: ActionTarget, payout: string): Promise<string> => {
    const answer = await hands.ask(target, `look at the ${target.label}`, {
      path: `/v1/payouts/${encodeURIComponent(payout)}`,
    });
    return textOf(answer['status']);
  };
  return {
    risk: 'harmless',
    prepare: async (target) => {
      const path = `/v1/events/${encodeURIComponent(targetParams(target).id)}`;
      const event = await hands.ask(target, `look at the event of the ${target.label}`, { path });
      const payout = textOf(objectOf(objectOf(event['data'])['object'])['id']);
      if (!payout.startsWith('po_')) throw notFound(target);
      return { payout, status: await statusOf(target, payout) };
    },
    apply: async (target, idempotencyKey, before) => {
      const { payout = '' } = before;
      // Looked at again: cancelling twice is an error at Stripe.
      if ((await statusOf(target, payout)) === 'pending') {
        const path = `/v1/payouts/${encodeURIComponent(payout)}/cancel`;
        await hands.ask(target, `cancel the ${target.label}`, { method: 'POST', path, idempotencyKey });
      }
      return { at: hands.clock.now(), fields: { payout } };
    },
    verify: async (target, receipt) => {
      const { payout = '' } = receipt.fields;
      const status = await statusOf(target, payout);
      if (status === 'canceled' || status === 'failed')
        return { kind: 'verified', evidence: `Stripe says that ${payout} is ${status}` };
      if (status === 'pending') return { kind: 'not-yet', reason: `${payout} is still pending`, retryAfter: 2_000 };
      return {
        kind: 'failed',
        reason: `${payout} is ${status}: it can no longer be cancelled; ask Stripe and the bank to recall it`,
      };
    },
  };
}

function notFound(target: ActionTarget): AppError {
  return new AppError(`the event of the ${target.label} names no payout`, {
    code: 'STRIPE_PAYOUT_NOT_FOUND',
    kind: 'not-found',
    hint: 'Look under Balances, Payouts in the Dashboard.',
  });
}
