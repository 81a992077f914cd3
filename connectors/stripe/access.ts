import type { ConnectorContext } from '../../src/core/connector.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Secret } from '../../src/core/secret.ts';
import { type StripeApi, stripeApi } from './client.ts';
import type { StripeAccount, StripeConfig } from './config.ts';

/** An account with the client for it. */
export interface Access {
  readonly account: StripeAccount;
  readonly api: StripeApi;
}

/** Clients for reading, one for each entry. Nothing is asked before the first poll. */
export function accessOf(config: StripeConfig, context: ConnectorContext): readonly Access[] {
  return config.accounts.map((account) => {
    const key = async (): Promise<Secret> => keyOfMode(await context.secret(account.apiKey.reference), account);
    return { account, api: stripeApi(config.baseUrl, key, context.signal) };
  });
}

/** A live key where test was meant reads the wrong world, and the other way round. @throws AppError kind `config` */
export function keyOfMode(key: Secret, { id, mode }: Pick<StripeAccount, 'id' | 'mode'>): Secret {
  if (key.reveal().trim().startsWith(`rk_${mode}_`)) return key;
  throw new AppError(`the key for ${id} is no restricted key of ${mode} mode (rk_${mode}_…)`, {
    code: 'STRIPE_KEY_MODE',
    kind: 'config',
    hint: 'Make a restricted key in the Dashboard, in the mode that the entry says; see connectors/stripe/README.md.',
  });
}

/** What a platform or app acts with: a secret key, or a restricted one, of the mode that was meant. @throws AppError kind `config` */
export function keyOfApp(key: Secret, { id, mode }: Pick<StripeAccount, 'id' | 'mode'>): Secret {
  if (/^[sr]k_(live|test)_/.exec(key.reveal().trim())?.[1] === mode) return key;
  throw new AppError(`the app key for ${id} is no key of ${mode} mode (sk_${mode}_…)`, {
    code: 'STRIPE_KEY_MODE',
    kind: 'config',
    hint: 'Take a key of the mode that the entry says; see connectors/stripe/README.md.',
  });
}
