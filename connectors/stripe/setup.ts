import type { ConnectorSetup } from '../../src/core/setup.ts';

/** Permissions of a restricted key by the names of the API; the Dashboard shows them in words. */
function restrictedKey(name: string, permissions: readonly string[]): string {
  return JSON.stringify({ name, permissions }, null, 2);
}

/** What to grant before Keywatch can watch, and what more before it can act. */
export const STRIPE_SETUP: ConnectorSetup = {
  grants: [
    {
      name: 'keywatch-read',
      purpose: 'Restricted key that reads events and webhook endpoints; it changes nothing and moves no money.',
      language: 'json',
      document: restrictedKey('keywatch-read', ['event_read', 'webhook_read']),
    },
    {
      name: 'keywatch-act',
      purpose: 'Second restricted key, for approved runs alone; leave it out to watch without ever acting.',
      language: 'json',
      document: restrictedKey('keywatch-act', [
        'event_read',
        'webhook_read',
        'webhook_write',
        'ephemeral_key_write',
        'payout_read',
        'payout_write',
        'balance_settings_read',
        'balance_settings_write',
      ]),
    },
    {
      name: 'keywatch-app',
      purpose:
        'For gated actions alone, where your platform or approved Stripe App has them: a secret key, which no list of permissions narrows.',
      language: 'json',
      document: restrictedKey('keywatch-app', [
        'secret key of the platform',
        'api_key_write of an approved Stripe App',
      ]),
    },
  ],
  steps: [
    'Make a restricted key keywatch-read in the Dashboard (Developers, API keys), and limit it to the address of Keywatch.',
    'Put the id of the account and a reference to that key under connectors.stripe.accounts; each mode is an entry of its own.',
    'Events name no key, so let your services say who they are: give each a restricted key of its own, and a prefix that all its idempotency keys begin with (`Idempotency-Key: shop:<random>` on every POST).',
    'List the prefixes under connectors.stripe.callers, as soon as every service sends its own: from then on, money that moves without a known prefix is a strong signal. Where no key can be named, incidents are about the account.',
    'Optional: add a webhook endpoint for all events that leads to /hooks/stripe of the receiver, and name its signing secret under webhook-secrets of the account; polling stays on and finds what was not delivered.',
    'Optional: set sources.activity-logs.enabled. It names the key or person behind sensitive actions, where your key may read the preview.',
    'Run `keywatch doctor`: it names every permission that is missing.',
    'Make a restricted key keywatch-act only where Keywatch shall respond, and set respond-key.',
  ],
};
