import type { ActionDeclaration } from '../../../src/core/action.ts';
import { namesOf } from './names.ts';

export const pausePayouts: ActionDeclaration = {
  id: 'stripe.pause-payouts',
  title: 'Pause scheduled payouts',
  capability: 'contain',
  mode: 'auto',
  risk: 'reversible',
  needs: ['balance_settings_read', 'balance_settings_write'],
  order: 20,
  caution:
    'The balance stays at Stripe until the schedule is put back. A key that may pay out by hand still can: end it, too.',
  target: (credential, { approach }) => {
    const names = namesOf(credential);
    if (names === null || names.key === '' || approach !== 'cut') return null;
    return {
      key: `${names.account}/${names.mode}`,
      account: names.account,
      label: `payout schedule of ${names.account} (${names.mode} mode)`,
      params: { id: names.account, mode: names.mode },
      // The keys that could ask for one by hand go on working.
      spares: true,
    };
  },
  plan: () => [
    { service: 'stripe', operation: 'GET /v1/balance_settings', params: {}, effect: 'read' },
    {
      service: 'stripe',
      operation: 'POST /v1/balance_settings',
      params: { 'payments[payouts][schedule][interval]': 'manual' },
      effect: 'write',
    },
  ],
};
