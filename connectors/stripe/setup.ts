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
        'payout_read',
        'payout_write',
        'balance_settings_read',
        'balance_settings_write',
      ]),
    },
  ],
  steps: [
    'Make a restricted key keywatch-read in the Dashboard (Developers, API keys), and limit it to the address of Keywatch.',
    'Put the id of the account and a reference to that key under connectors.stripe.accounts; each mode is an entry of its own.',
    'Give each of your services a restricted key of its own, and a prefix for its idempotency keys (`shop:`); list them under connectors.stripe.callers.',
    'Run `keywatch doctor`: it names every permission that is missing.',
    'Make a restricted key keywatch-act only where Keywatch shall respond, and set respond-key.',
  ],
};
