import { describe, expect, it } from 'vitest';
import { STRIPE_CONFIG } from '../../../../connectors/stripe/config.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import { ACCOUNT, keyText } from './records.ts';

const account = { id: ACCOUNT, 'api-key': 'env:KEY' };

describe('configuration of the Stripe connector', () => {
  it('watches live mode, events and endpoints unless told otherwise', () => {
    expect(STRIPE_CONFIG.parse({ accounts: [account] })).toMatchObject({
      baseUrl: 'https://api.stripe.com',
      accounts: [{ id: ACCOUNT, mode: 'live', connected: [], apiKey: { reference: 'env:KEY' } }],
      callers: [],
      sources: {
        events: { enabled: true, overlap: 10 * MINUTE },
        webhookEndpoints: { enabled: true },
        activityLogs: { enabled: false },
      },
    });
  });

  it('expects a restricted key', () => {
    const [parsed] = STRIPE_CONFIG.parse({ accounts: [account] }).accounts;

    expect(parsed?.apiKey.expects.formats).toEqual(['stripe.restricted-key-live', 'stripe.restricted-key-test']);
  });

  it.each(['live', 'test'] as const)('expects a key of the mode of its account: %s', (mode) => {
    const [parsed] = STRIPE_CONFIG.parse({ accounts: [{ ...account, mode, 'respond-key': 'env:ACT' }] }).accounts;

    expect([parsed?.apiKey.expects.mode, parsed?.respondKey?.expects.mode]).toEqual([mode, mode]);
  });

  it.each([
    [
      'a key instead of a reference',
      { accounts: [{ ...account, 'api-key': keyText('rk_live_', 'keywatchReadsWithThis0') }] },
    ],
    ['an account that is none', { accounts: [{ ...account, id: 'shop' }] }],
    ['an unknown key', { accounts: [{ ...account, region: 'eu' }] }],
    ['an overlap that loses events', { sources: { events: { overlap: '1m' } } }],
    ['a version that is no preview', { sources: { 'activity-logs': { version: '2026-10-28.endive' } } }],
    ['a prefix that fits everything', { callers: [{ prefix: '', credential: 'shop' }] }],
    [
      'one webhook secret for two accounts',
      {
        accounts: [
          { ...account, 'webhook-secrets': ['env:HOOK'] },
          { ...account, id: 'acct_1Another00000003', 'webhook-secrets': ['env:HOOK'] },
        ],
      },
    ],
    [
      'a webhook secret in clear',
      { accounts: [{ ...account, 'webhook-secrets': [keyText('whsec_', 'x'.repeat(24))] }] },
    ],
    ['a name with control characters', { callers: [{ prefix: 'shop:', credential: 'sh\u001bop' }] }],
  ])('refuses %s', (_, given) => {
    expect(STRIPE_CONFIG.safeParse(given).success).toBe(false);
  });
});
