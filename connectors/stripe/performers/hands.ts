import type { ActionTarget } from '../../../src/core/action.ts';
import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Clock } from '../../../src/core/time.ts';
import { keyOfMode } from '../access.ts';
import { targetParams } from '../actions/names.ts';
import type { StripeQuestion } from '../client.ts';
import { stripeApi } from '../client.ts';
import type { StripeConfig } from '../config.ts';
import type { Json } from '../json.ts';

/** What the actions of one run act with: one request a call, no retry. */
export interface Hands {
  readonly clock: Clock;
  /** Asks with the acting key of the target's account and mode. @throws AppError without one */
  ask(target: ActionTarget, what: string, question: StripeQuestion): Promise<Json>;
}

export function openHands(config: StripeConfig, context: ConnectorContext): Hands {
  return {
    clock: context.clock,
    ask(target, what, question) {
      const { mode } = targetParams(target);
      const account = config.accounts.find((one) => {
        return one.mode === mode && (one.id === target.account || one.connected.includes(target.account));
      });
      const reference = account?.respondKey?.reference;
      if (account === undefined || reference === undefined) return Promise.reject(notArmed(target.account, mode));
      const api = stripeApi(
        config.baseUrl,
        async () => keyOfMode(await context.secret(reference), account),
        context.signal,
      );
      return api.ask(`could not ${what}`, {
        ...question,
        account: account.id === target.account ? '' : target.account,
      });
    },
  };
}

function notArmed(account: string, mode: string): AppError {
  return new AppError(`Keywatch has nothing to act with on ${account} in ${mode} mode`, {
    code: 'STRIPE_NOT_ARMED',
    kind: 'config',
    hint: 'Set respond-key of that account: a restricted key of its own, not the one for reading.',
  });
}
