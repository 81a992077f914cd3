import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { targetParams } from '../actions/names.ts';
import { idOf, objectOf, textOf } from '../json.ts';
import type { Hands } from './hands.ts';

export function disconnectAccountPerformer(hands: Hands): ActionPerformer {
  const isConnected = async (target: ActionTarget, user: string): Promise<boolean> => {
    try {
      await hands.askApp(target, `look at account ${user}`, { path: `/v1/accounts/${encodeURIComponent(user)}` });
      return true;
    } catch (error) {
      if (error instanceof AppError && (error.code === 'STRIPE_ACCOUNT_GONE' || error.kind === 'not-found'))
        return false;
      throw error;
    }
  };
  return {
    risk: 'irreversible',
    prepare: async (target) => {
      const path = `/v1/events/${encodeURIComponent(targetParams(target).id)}`;
      const event = await hands.ask(target, `look at the event of the ${target.label}`, { path });
      const user = textOf(event['account']);
      const application = idOf(objectOf(event['data'])['object']);
      if (!user.startsWith('acct_') || !application.startsWith('ca_') || user === target.account) throw unnamed(target);
      return { user, application };
    },
    apply: async (target, idempotencyKey, before) => {
      const { application = '', user = '' } = before;
      // Looked at again: ending a connection twice is an error at Stripe.
      if (await isConnected(target, user)) {
        const body = { client_id: application, stripe_user_id: user };
        const question = { method: 'POST', path: '/oauth/deauthorize', body, idempotencyKey } as const;
        await hands.askApp(target, `disconnect account ${user}`, question, 'connect');
      }
      return { at: hands.clock.now(), fields: { user } };
    },
    verify: async (target, receipt) => {
      const { user = '' } = receipt.fields;
      if (!(await isConnected(target, user)))
        return { kind: 'verified', evidence: `Stripe no longer lets us look at account ${user}` };
      return { kind: 'not-yet', reason: `account ${user} is still connected`, retryAfter: 2_000 };
    },
  };
}

function unnamed(target: ActionTarget): AppError {
  return new AppError(`the event of the ${target.label} names no account and application`, {
    code: 'STRIPE_CONNECTION_NOT_FOUND',
    kind: 'not-found',
    hint: 'Look under Connect, Accounts in the Dashboard.',
  });
}
