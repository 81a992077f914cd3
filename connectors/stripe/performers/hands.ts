import type { ActionTarget, Trial } from '../../../src/core/action.ts';
import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Secret } from '../../../src/core/secret.ts';
import type { Clock } from '../../../src/core/time.ts';
import { keyOfApp, keyOfMode } from '../access.ts';
import { targetParams } from '../actions/names.ts';
import type { StripeQuestion } from '../client.ts';
import { stripeApi } from '../client.ts';
import type { StripeAccount, StripeConfig } from '../config.ts';
import type { Json } from '../json.ts';
import { tryKey } from '../try-key.ts';

/** What the actions of one run act with: one request a call, no retry. */
export interface Hands {
  readonly clock: Clock;
  /** Asks with the acting key of the target's account and mode. @throws AppError without one */
  ask(target: ActionTarget, what: string, question: StripeQuestion): Promise<Json>;
  /** Asks with the key of the platform or app, of the API or of where connections end. @throws AppError without one */
  askApp(target: ActionTarget, what: string, question: StripeQuestion, of?: 'connect'): Promise<Json>;
  /** How keys are managed by API, as configured. */
  readonly managedKeys: StripeConfig['managedKeys'];
  /** Whether the configuration says that activity logs can be read. */
  readonly hasActivityLogs: boolean;
  /** Asks for activity logs with the reading key, in the version that is configured. @throws AppError */
  askPreview(target: ActionTarget, what: string, path: string): Promise<Json>;
  /** Whether Stripe still takes somebody's key of the target's account and mode. */
  tryKey(target: ActionTarget, secret: Secret): Promise<Trial>;
}

export function openHands(config: StripeConfig, context: ConnectorContext): Hands {
  const { baseUrl } = config;
  const { signal } = context;
  const { activityLogs } = config.sources;
  const accountOf = (target: ActionTarget): StripeAccount => accountFor(config, target);
  const readingKey = async (account: StripeAccount): Promise<Secret> =>
    keyOfMode(await context.secret(account.apiKey.reference), account);
  return {
    clock: context.clock,
    hasActivityLogs: activityLogs.enabled,
    managedKeys: config.managedKeys,
    async askApp(target, what, question, of) {
      const account = accountOf(target);
      const reference = account.appKey?.reference;
      if (reference === undefined) throw notArmed(target.account, account.mode, 'app-key');
      const key = async (): Promise<Secret> => keyOfApp(await context.secret(reference), account);
      const api = stripeApi(of === 'connect' ? config.connectUrl : baseUrl, key, signal);
      return api.ask(`could not ${what}`, question);
    },
    async ask(target, what, question) {
      const account = accountOf(target);
      const reference = account.respondKey?.reference;
      if (reference === undefined) throw notArmed(target.account, account.mode, 'respond-key');
      const api = stripeApi(baseUrl, async () => keyOfMode(await context.secret(reference), account), signal);
      return api.ask(`could not ${what}`, { ...question, account: accountHeader(account, target) });
    },
    async askPreview(target, what, path) {
      const account = accountOf(target);
      const api = stripeApi(baseUrl, () => readingKey(account), signal);
      return api.ask(`could not ${what}`, {
        path,
        version: activityLogs.version,
        account: accountHeader(account, target),
      });
    },
    async tryKey(target, secret) {
      const account = accountOf(target);
      const accounts = [...new Set([target.account, account.id])];
      const control = (): Promise<Secret> => readingKey(account);
      return tryKey({ baseUrl, accounts, mode: account.mode, secret, control, signal });
    },
  };
}

function accountHeader(account: StripeAccount, target: ActionTarget): string {
  return account.id === target.account ? '' : target.account;
}

/** The entry for the target's account: its own, or that of the platform it is connected to. @throws AppError */
function accountFor(config: StripeConfig, target: ActionTarget): StripeAccount {
  const { mode } = targetParams(target);
  const account = config.accounts.find(
    (one) => one.mode === mode && (one.id === target.account || one.connected.includes(target.account)),
  );
  if (account === undefined) throw notArmed(target.account, mode, 'respond-key');
  return account;
}

function notArmed(account: string, mode: string, field: 'respond-key' | 'app-key'): AppError {
  return new AppError(`Keywatch has nothing to act with on ${account} in ${mode} mode`, {
    code: 'STRIPE_NOT_ARMED',
    kind: 'config',
    hint: `Set ${field} of that account: a key of its own, not the one for reading.`,
  });
}
