import type { StripeConfig } from './config.ts';

/** Actions by what they are carried out with; all others by `respond-key`. */
const GUIDED: ReadonlySet<string> = new Set(['stripe.roll-keys']);
const BY_APP_KEY: ReadonlySet<string> = new Set(['stripe.disconnect-account']);
const BY_MANAGED_KEYS: ReadonlySet<string> = new Set(['stripe.narrow-key', 'stripe.expire-key']);

/** Why an action is of no use as things are configured, or ''. */
export function unavailableAction({ accounts, managedKeys }: StripeConfig, action: string): string {
  if (GUIDED.has(action)) return '';
  if (BY_MANAGED_KEYS.has(action) && !managedKeys.enabled)
    return 'needs managed-keys, a gated preview for approved Stripe Apps; a person does it in the Dashboard';
  const byApp = BY_APP_KEY.has(action) || BY_MANAGED_KEYS.has(action);
  const isThere = accounts.some(({ appKey, respondKey }) => (byApp ? appKey : respondKey) !== undefined);
  return isThere ? '' : `needs ${byApp ? 'app-key' : 'respond-key'} of the account`;
}
