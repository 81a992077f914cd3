import type { StripeStep, StripeStory } from './stripe-story.ts';

/** What the client library sends when nobody sets one. */
const NO_PREFIX = 'stripe-node-retry-';
const OWN_BANK = 'ba_1ExampleOwnAccount';
const THEIR_BANK = 'ba_1ExampleSomebodyElse';

function theft(at: string, deed: StripeStep['deed'], extra: Partial<StripeStep> = {}): StripeStep {
  return { at, as: 'shop', prefix: NO_PREFIX, deed, ...extra };
}

/**
 * The key of a shop leaks. Whoever has it adds a bank account to pay out to, tries stolen cards by the dozen, and pays
 * the balance out to that account. Nothing at the provider says which key it was, nor from where.
 */
export const payoutTheft: StripeStory = {
  account: 'acct_1ExampleShop0001',
  quietFor: '21d',
  keys: [
    { name: 'shop', permissions: ['charge_write', 'payout_write', 'external_account_write'] },
    { name: 'billing', permissions: ['charge_write'] },
  ],
  payouts: { every: '24h', amount: 184_000, currency: 'eur', destination: OWN_BANK },
  routines: [
    {
      as: 'shop',
      prefix: 'shop:',
      every: '45m',
      jitter: '20m',
      deeds: [
        { kind: 'charge', amount: 4_900, currency: 'eur' },
        { kind: 'charge', amount: 12_500, currency: 'eur' },
      ],
      declined: 0.04,
    },
    {
      as: 'billing',
      prefix: 'billing:',
      every: '12h',
      jitter: '10m',
      deeds: [{ kind: 'charge', amount: 29_900, currency: 'eur' }],
      declined: 0.05,
    },
  ],
  steps: [
    theft(
      '0s',
      { kind: 'add-destination', bank: THEIR_BANK },
      {
        tells: 'adds a bank account to pay out to, with the stolen key of the shop',
      },
    ),
    theft(
      '2m',
      { kind: 'charge', amount: 100, currency: 'eur', declined: 'stolen_card' },
      {
        times: 45,
        every: '4s',
        tells: 'tries stolen cards with it, for one euro each',
      },
    ),
    theft('2m30s', { kind: 'charge', amount: 100, currency: 'eur' }, { times: 6, every: '25s' }),
    theft(
      '6m',
      { kind: 'payout', amount: 730_000, currency: 'eur', to: THEIR_BANK },
      {
        tells: 'pays 7300 euros out to that bank account',
      },
    ),
    theft(
      '30m',
      { kind: 'payout', amount: 210_000, currency: 'eur', to: THEIR_BANK },
      {
        times: 6,
        every: '20m',
        tells: 'asks for another payout',
      },
    ),
  ],
};
