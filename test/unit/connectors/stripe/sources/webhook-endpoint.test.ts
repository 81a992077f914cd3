import { createHmac } from 'node:crypto';
import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { STRIPE } from '../../../../../connectors/stripe/index.ts';
import { STRIPE_WEBHOOK } from '../../../../../connectors/stripe/sources/webhook-endpoint.ts';
import { Secret } from '../../../../../src/core/secret.ts';
import { MINUTE, SECOND } from '../../../../../src/core/time.ts';
import { arrival } from '../../../../support/arrivals.ts';
import { ACCOUNT, type Fields, keyText, stripeEvent, usageOf } from '../records.ts';

const AT = Date.UTC(2026, 2, 2, 9);
const CONNECTED = 'acct_1Connected000002';
const SECRET = keyText('whsec_', 'signsTheEndpointOfTheShop');
const EARLIER = keyText('whsec_', 'signedItUntilTheSecretWasRolled');
const CONFIG = STRIPE.config.parse({
  accounts: [
    { id: ACCOUNT, 'api-key': 'env:KEY', 'webhook-secrets': ['env:HOOK', 'env:CONNECT_HOOK'], connected: [CONNECTED] },
    { id: ACCOUNT, mode: 'test', 'api-key': 'env:TEST_KEY', 'webhook-secrets': ['env:TEST_HOOK'] },
    { id: 'acct_1Another00000003', 'api-key': 'env:OTHER_KEY', 'webhook-secrets': ['env:OTHER_HOOK'] },
  ],
  callers: [{ prefix: 'shop:', credential: 'shop' }],
});
const bytes = (text: string): Uint8Array => Buffer.from(text);
const BODY = JSON.stringify(stripeEvent('payout.created', { id: 'po_1', object: 'payout' }), null, 2);

/** The header as Stripe's own library makes it. */
function signed(payload: string, secret = SECRET, at = AT): { readonly 'stripe-signature': string } {
  const timestamp = Math.floor(at / SECOND);
  return { 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) };
}

function isTaken(header: Readonly<Record<string, string>>, received = AT, body = BODY, secret = SECRET): boolean {
  return STRIPE_WEBHOOK.verify(header, bytes(body), new Secret(secret), received);
}

describe('the signature of a Stripe delivery', () => {
  it('is right as the library of Stripe makes it', () => {
    expect(isTaken(signed(BODY))).toBe(true);
  });

  it.each([
    ['5 minutes', -5 * MINUTE, true],
    ['5 minutes and a second', -5 * MINUTE - SECOND, false],
    ['5 minutes in the future', 5 * MINUTE, true],
    ['5 minutes and a second in the future', 5 * MINUTE + SECOND, false],
  ])('of %s ago is judged', (_, offset, expected) => {
    expect(isTaken(signed(BODY, SECRET, AT + offset))).toBe(expected);
  });

  it('may be one of several while a secret is being rolled', () => {
    const both = `${signed(BODY, EARLIER)['stripe-signature']},${signed(BODY)['stripe-signature'].replace(/^t=\d+,/, '')}`;

    expect([SECRET, EARLIER].map((secret) => isTaken({ 'stripe-signature': both }, AT, BODY, secret))).toEqual([
      true,
      true,
    ]);
  });

  const good = signed(BODY)['stripe-signature'];
  const [time = '', mac = ''] = good.split(',');
  it.each([
    ['another secret', signed(BODY, EARLIER)['stripe-signature']],
    ['another body', signed(`${BODY} `)['stripe-signature']],
    ['a later time written over the one that was signed', `t=${AT / SECOND + 1},${mac}`],
    ['two times', `t=1,${good}`],
    ['no time', mac],
    ['a time that is no number', `t=now,${mac}`],
    ['no signature', time],
    ['a signature of the scheme for tests', good.replace('v1=', 'v0=')],
    ['half a signature', good.slice(0, -32)],
    ['a signature that is no hex', `${time},v1=${'z'.repeat(64)}`],
    ['nothing', ''],
  ])('is refused with %s', (_, header) => {
    expect(isTaken({ 'stripe-signature': header })).toBe(false);
  });

  it('is refused without a header', () => {
    expect(isTaken({})).toBe(false);
  });

  it('is refused while the secret is empty: anybody could sign with that', () => {
    const mac = createHmac('sha256', '')
      .update(`${AT / SECOND}.${BODY}`)
      .digest('hex');

    expect(isTaken({ 'stripe-signature': `t=${AT / SECOND},v1=${mac}` }, AT, BODY, ' ')).toBe(false);
  });
});

describe('a Stripe delivery', () => {
  const recordOf = (event: Fields, reference = 'env:HOOK'): unknown => {
    const delivery = STRIPE_WEBHOOK.delivery({}, bytes(JSON.stringify(event)), arrival(AT, CONFIG, reference));
    if ('skip' in delivery) throw new Error(delivery.skip);
    return JSON.parse(Buffer.from(delivery.bytes).toString());
  };

  it('becomes what the list of events would have shown, with account and caller', () => {
    const event = stripeEvent('payout.created', { id: 'po_1', object: 'payout' });
    const usage = usageOf(recordOf(event));

    expect(recordOf(event)).toEqual({
      ...event,
      _keywatch: { account: ACCOUNT, caller: { credential: 'shop', mode: '' }, delivered: true },
    });
    expect([usage.account, usage.actor, usage.credential, usage.nativeId]).toEqual([
      ACCOUNT,
      ACCOUNT,
      'shop',
      'evt_1Example0001',
    ]);
  });

  it('is of the account whose secret signed it, unless it names a connected one', () => {
    const event = stripeEvent('payout.created', { id: 'po_1', object: 'payout' });

    expect(usageOf(recordOf(event, 'env:OTHER_HOOK')).account).toBe('acct_1Another00000003');
    expect(usageOf(recordOf({ ...event, account: CONNECTED }, 'env:CONNECT_HOOK')).account).toBe(CONNECTED);
  });

  it('keeps the modes apart', () => {
    const event = stripeEvent('charge.failed', { id: 'ch_1' }, { livemode: false });

    expect(usageOf(recordOf(event, 'env:TEST_HOOK')).actor).toBe(`${ACCOUNT}-test`);
    // Live endpoints of platforms are told of test events of connected accounts.
    expect(usageOf(recordOf({ ...event, account: CONNECTED }, 'env:CONNECT_HOOK')).actor).toBe(`${CONNECTED}-test`);
  });

  it('cannot bring annotations of its own', () => {
    const event = stripeEvent('payout.created', {}, { _keywatch: { account: 'acct_1Forged000000004', caller: null } });

    expect(usageOf(recordOf(event)).account).toBe(ACCOUNT);
  });

  it('says in its place which event it is', () => {
    const place = (id: string): unknown => {
      const body = JSON.stringify({ ...stripeEvent('payout.created'), id });
      return STRIPE_WEBHOOK.delivery({}, bytes(body), arrival(AT, CONFIG));
    };

    expect(place('evt_1')).toMatchObject({ place: `webhook://stripe/${ACCOUNT}/evt_1`, format: 'stripe.event' });
    expect(place('evt_1\n../x')).toMatchObject({
      place: expect.stringMatching(new RegExp(`^webhook://stripe/${ACCOUNT}/[0-9a-f]{64}$`)),
    });
  });

  it.each([
    ['no JSON', '<html>', 'a delivery whose body is no JSON object'],
    ['a list', '[]', 'a delivery whose body is no JSON object'],
    ['no UTF-8', '\xff\xfe', 'a delivery whose body is no JSON object'],
    [
      'a thin event',
      JSON.stringify({ id: 'evt_1', object: 'v2.core.event', type: 'v1.charge.failed', livemode: true }),
      'a thin event: the list shows it whole',
    ],
  ])('is left out when its body is %s', (_, body, skip) => {
    expect(STRIPE_WEBHOOK.delivery({}, Buffer.from(body, 'latin1'), arrival(AT, CONFIG))).toEqual({ skip });
  });

  it('is left out when it tells of live money with a secret of test mode', () => {
    const body = JSON.stringify(stripeEvent('payout.created'));

    expect(STRIPE_WEBHOOK.delivery({}, bytes(body), arrival(AT, CONFIG, 'env:TEST_HOOK'))).toEqual({
      skip: 'a live event, signed with a secret of test mode',
    });
  });

  it('may be signed with any secret of any account', () => {
    expect(STRIPE_WEBHOOK.secrets(CONFIG).map(({ reference }) => reference)).toEqual([
      'env:HOOK',
      'env:CONNECT_HOOK',
      'env:TEST_HOOK',
      'env:OTHER_HOOK',
    ]);
  });
});
