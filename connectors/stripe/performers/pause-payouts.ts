import type { ActionPerformer, ActionTarget, StateBefore } from '../../../src/core/action.ts';
import type { Json } from '../json.ts';
import { listOf, objectOf, textOf } from '../json.ts';
import type { Hands } from './hands.ts';

const PATH = '/v1/balance_settings';

export function pausePayoutsPerformer(hands: Hands): ActionPerformer {
  const scheduleOf = async (target: ActionTarget): Promise<Json> => {
    const answer = await hands.ask(target, `look at the ${target.label}`, { path: PATH });
    return objectOf(objectOf(objectOf(answer['payments'])['payouts'])['schedule']);
  };
  const set = (target: ActionTarget, what: string, schedule: object, idempotencyKey?: string): Promise<Json> =>
    hands.ask(target, what, {
      method: 'POST',
      path: PATH,
      body: { payments: { payouts: { schedule } } },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
  return {
    risk: 'reversible',
    prepare: async (target) => stateOf(await scheduleOf(target)),
    apply: async (target, idempotencyKey, before) => {
      await set(target, `pause the ${target.label}`, { interval: 'manual' }, idempotencyKey);
      return { at: hands.clock.now(), fields: { was: before['interval'] ?? '' } };
    },
    verify: async (target) => {
      const interval = textOf((await scheduleOf(target))['interval']);
      if (interval === 'manual')
        return { kind: 'verified', evidence: `Stripe says that the ${target.label} is manual` };
      return { kind: 'not-yet', reason: `the ${target.label} is ${interval || 'not set'}`, retryAfter: 2_000 };
    },
    undo: async (target, _receipt, before) => {
      const { interval = '' } = before;
      if (interval === '' || interval === 'manual') return;
      await set(target, `put the ${target.label} back`, scheduleFrom(before));
    },
  };
}

/** The schedule as texts, as the journal keeps it. */
function stateOf(schedule: Json): StateBefore {
  return {
    interval: textOf(schedule['interval']),
    weekly: listOf(schedule['weekly_payout_days']).map(String).join(','),
    monthly: listOf(schedule['monthly_payout_days']).map(String).join(','),
  };
}

function scheduleFrom({ interval, monthly = '', weekly = '' }: StateBefore): object {
  return {
    interval,
    ...(interval === 'weekly' && weekly !== '' ? { weekly_payout_days: weekly.split(',') } : {}),
    ...(interval === 'monthly' && monthly !== '' ? { monthly_payout_days: monthly.split(',').map(Number) } : {}),
  };
}
