import { createHmac } from 'node:crypto';
import { Stripe } from 'stripe';
import { GITHUB } from '../../connectors/github/index.ts';
import { STRIPE } from '../../connectors/stripe/index.ts';
import { SECOND } from '../../src/core/time.ts';
import { webhookContract } from './webhook.contract.ts';

webhookContract('GitHub', {
  connector: GITHUB,
  config: { webhook: { secret: 'env:HOOK' } },
  without: {},
  reference: 'env:HOOK',
  signature: 'x-hub-signature-256',
  sign: (body, secret) => ({
    'x-github-event': 'member',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'content-type': 'application/json',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }),
  body: JSON.stringify({
    action: 'added',
    member: { login: 'newcomer' },
    sender: { login: 'dev', type: 'User' },
    organization: { login: 'acme' },
  }),
});

const account = { id: 'acct_1Example00000001', 'api-key': 'env:KEY' };

webhookContract('Stripe', {
  connector: STRIPE,
  config: { accounts: [{ ...account, 'webhook-secrets': ['env:HOOK'] }] },
  without: { accounts: [account] },
  reference: 'env:HOOK',
  signature: 'stripe-signature',
  sign: (payload, secret, at) => ({
    'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: at / SECOND }),
  }),
  body: JSON.stringify({
    id: 'evt_1Example0001',
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Date.UTC(2026, 2, 2, 9) / SECOND,
    livemode: true,
    type: 'payout.created',
    request: { id: 'req_1', idempotency_key: 'shop:1' },
    data: { object: { id: 'po_1', object: 'payout', destination: 'ba_1' } },
  }),
});
