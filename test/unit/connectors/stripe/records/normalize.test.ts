import { describe, expect, it } from 'vitest';
import { EVENT_FORMAT } from '../../../../../connectors/stripe/records/event-format.ts';
import { ACCOUNT, notesOf, stripeEvent, usageOf } from '../records.ts';

const charge = { id: 'ch_1', object: 'charge', amount: 500, currency: 'eur', customer: 'cus_1' };

describe('a Stripe event as a usage event', () => {
  it('names account, mode, type and objects, and no credential', () => {
    expect(usageOf(stripeEvent('charge.succeeded', charge, { account: ACCOUNT }))).toMatchObject({
      time: 1_772_359_200_000,
      nativeId: 'evt_1Example0001',
      provider: 'stripe',
      account: ACCOUNT,
      region: 'live',
      actorKind: 'account',
      actor: ACCOUNT,
      credential: '',
      credentialKind: 'none',
      service: 'charge',
      action: 'charge.succeeded',
      verb: 'write',
      outcome: 'success',
      targets: ['ch_1', 'cus_1'],
    });
  });

  it('keeps test mode apart from live mode', () => {
    const test = usageOf(stripeEvent('charge.succeeded', charge, { account: ACCOUNT, livemode: false }));

    expect([test.region, test.actor, test.account]).toEqual(['test', `${ACCOUNT}-test`, ACCOUNT]);
  });

  it.each([
    ['charge.succeeded', ['money', 'payment']],
    ['charge.failed', ['money', 'payment']],
    ['refund.created', ['money', 'refund']],
    ['payout.created', ['money', 'money-out']],
    ['transfer.created', ['money', 'money-out']],
    ['account.external_account.created', ['money', 'money-route']],
    ['payment_intent.payment_failed', []],
    ['something.of_the_future', []],
    ['constructor.prototype', []],
  ])('%s has the traits %j', (type, traits) => {
    expect(usageOf(stripeEvent(type, charge)).traits).toEqual(traits);
  });

  it('takes a scheduled payout for nobody’s doing', () => {
    const payout = { id: 'po_1', object: 'payout', destination: 'ba_1', automatic: true };
    const scheduled = usageOf(stripeEvent('payout.created', payout, { request: { id: null, idempotency_key: null } }));

    expect([scheduled.actorKind, scheduled.traits]).toEqual(['service', ['money']]);
    expect(usageOf(stripeEvent('payout.created', { ...payout, automatic: false })).targets[0]).toBe('ba_1');
  });

  it.each([
    ['an object', { id: 'req_1', idempotency_key: null }, 'account'],
    ['a bare id, as old versions have it', 'req_1', 'account'],
    ['an idempotency key without an id', { id: null, idempotency_key: 'shop:1' }, 'account'],
    ['null', null, 'service'],
    ['an object without an id', { id: null, idempotency_key: null }, 'service'],
  ])('reads a request that is %s', (_, request, kind) => {
    expect(usageOf(stripeEvent('charge.succeeded', charge, { request })).actorKind).toBe(kind);
  });

  it.each([
    ['failure_code', 'charge.failed', { ...charge, failure_code: 'card_declined' }, 'card_declined'],
    ['outcome', 'charge.failed', { ...charge, outcome: { reason: 'insufficient_funds' } }, 'insufficient_funds'],
    [
      'last_setup_error',
      'setup_intent.setup_failed',
      { id: 'seti_1', last_setup_error: { code: 'x', decline_code: 'fraudulent' } },
      'fraudulent',
    ],
    ['nothing', 'payout.failed', { id: 'po_1' }, ''],
  ])('takes the reason of a failure from %s', (_, type, object, code) => {
    expect(usageOf(stripeEvent(type, object))).toMatchObject({ outcome: 'failed', errorCode: code });
  });

  it('counts a card by its fingerprint, whatever the version', () => {
    const now = { ...charge, payment_method: 'pm_2', payment_method_details: { card: { fingerprint: 'Fp1' } } };
    const then = { ...charge, source: { id: 'card_3', object: 'card', fingerprint: 'Fp1' } };

    expect(usageOf(stripeEvent('charge.failed', now)).targets[0]).toBe('card Fp1');
    expect(usageOf(stripeEvent('charge.failed', then)).targets[0]).toBe('card Fp1');
    expect(usageOf(stripeEvent('charge.failed', { ...charge, payment_method: 'pm_2' })).targets[0]).toBe('pm_2');
  });

  it('counts a refund by its payment, so that two events about one are one', () => {
    expect(usageOf(stripeEvent('refund.created', { id: 're_1', charge: 'ch_1' })).targets[0]).toBe('ch_1');
    expect(usageOf(stripeEvent('charge.refunded', charge)).targets[0]).toBe('ch_1');
  });

  it.each(['evt_00000000000000', 'evt_000000000000000000000000', 'evt_test_webhook'])(
    'gives %s no id of its own, so that content decides what is the same',
    (id) => {
      expect(usageOf(stripeEvent('charge.succeeded', charge, { id })).nativeId).toBe('');
    },
  );

  it('finds the account in the object where the event names none', () => {
    expect(usageOf(stripeEvent('account.updated', { id: ACCOUNT, object: 'account' })).account).toBe(ACCOUNT);
    expect(usageOf(stripeEvent('account.external_account.created', { id: 'ba_1', account: ACCOUNT })).account).toBe(
      ACCOUNT,
    );
    expect(usageOf(stripeEvent('charge.succeeded', charge))).toMatchObject({ account: '', actor: 'own-account' });
  });

  it('takes an account only in the shape of one', () => {
    expect(usageOf(stripeEvent('charge.succeeded', charge, { account: 'acct_1\u001b[31m' })).account).toBe('');
  });

  it('names the credential of a known caller', () => {
    const caller = { credential: 'shop', mode: 'live' };
    const event = usageOf(stripeEvent('charge.succeeded', charge, { _keywatch: { account: ACCOUNT, caller } }));

    expect(event).toMatchObject({ credential: 'shop', credentialKind: 'key', account: ACCOUNT });
  });

  it('takes a fraud warning and a dispute for signals about the account', () => {
    const warning = {
      id: 'issfr_1',
      object: 'radar.early_fraud_warning',
      charge: 'ch_1',
      fraud_type: 'made_with_stolen_card',
    };

    expect(notesOf(stripeEvent('radar.early_fraud_warning.created', warning, { account: ACCOUNT }))).toEqual([
      {
        kind: 'provider-signal',
        alias: '',
        actor: '',
        type: 'radar.early_fraud_warning.created',
        severity: 'medium',
        summary: 'an issuer reports a charge as fraud: ch_1, made_with_stolen_card',
      },
    ]);
    const dispute = { id: 'du_1', charge: 'ch_1', amount: 5000, currency: 'jpy', reason: 'fraudulent' };
    expect(notesOf(stripeEvent('charge.dispute.created', dispute))).toMatchObject([
      { severity: 'low', summary: 'a card holder disputes a charge: ch_1, 5000 JPY, fraudulent' },
    ]);
    expect(notesOf(stripeEvent('charge.dispute.closed', dispute))).toEqual([]);
  });

  it.each([
    ['charge.succeeded', { amount: 1234, currency: 'EUR' }, { value: 1234, unit: 'eur', text: '12.34 EUR' }],
    ['charge.failed', { amount: 500, currency: 'jpy' }, { value: 500, unit: 'jpy', text: '500 JPY' }],
    ['payout.created', { amount: 1234, currency: 'kwd' }, { value: 1234, unit: 'kwd', text: '1.234 KWD' }],
    [
      'charge.refunded',
      { amount: 500, amount_refunded: 200, currency: 'eur' },
      { value: 200, unit: 'eur', text: '2.00 EUR' },
    ],
    ['charge.succeeded', { amount: '500', currency: 'eur' }, undefined],
    ['charge.succeeded', { amount: 1e21, currency: 'eur' }, undefined],
    ['charge.succeeded', { amount: 500, currency: 'e\u001br' }, undefined],
    ['setup_intent.succeeded', {}, undefined],
    ['customer.created', { amount: 500, currency: 'eur' }, undefined],
  ])('%s of %j has the amount %j', (type, object, amount) => {
    expect(usageOf(stripeEvent(type, object)).amount).toEqual(amount);
  });

  it('names the request of sensitive actions alone, without saying who made it', () => {
    expect(usageOf(stripeEvent('payout.created')).request).toEqual({ id: 'req_1', named: false });
    expect(usageOf(stripeEvent('account.updated', {}, { request: 'req_2' })).request).toEqual({
      id: 'req_2',
      named: false,
    });
    const automatic = { request: { id: null, idempotency_key: null } };
    for (const event of [
      stripeEvent('charge.succeeded'),
      stripeEvent('refund.created'),
      stripeEvent('customer.created'),
      stripeEvent('payout.created', {}, automatic),
      stripeEvent('payout.created', {}, { request: { id: 'req 1\n', idempotency_key: null } }),
    ])
      expect(usageOf(event)).not.toHaveProperty('request');
  });

  it('shows the version of the account, where the list of events was read', () => {
    const listed = { _keywatch: { account: ACCOUNT, caller: null } };
    const delivered = { _keywatch: { account: ACCOUNT, caller: null, delivered: true } };
    const agents = [
      listed,
      delivered,
      {},
      { ...listed, api_version: '2016-07-06' },
      { ...listed, api_version: 'x\u001b' },
    ];

    expect(agents.map((change) => usageOf(stripeEvent('payout.created', {}, change)).agent)).toEqual([
      'Stripe-API 2026-10-28.endive',
      '',
      '',
      'Stripe-API 2016-07-06',
      '',
    ]);
  });

  it.each(['charge.dispute.created', 'radar.early_fraud_warning.created', 'account.application.authorized'])(
    'does not take %s for Stripe’s own doing, although no request asked for it',
    (type) => {
      expect(usageOf(stripeEvent(type, {}, { request: { id: null, idempotency_key: null } })).actorKind).toBe(
        'account',
      );
    },
  );

  it.each([
    ['nothing', null],
    ['a text', 'charge.failed'],
    ['no type', { id: 'evt_1', created: 1 }],
    ['no time', { id: 'evt_1', type: 'charge.failed' }],
    ['a time of another kind', stripeEvent('charge.failed', {}, { created: '2026-03-01' })],
    ['milliseconds for seconds', stripeEvent('charge.failed', {}, { created: 1_772_359_200_000 })],
  ])('says why %s cannot be read', (_, record) => {
    expect(EVENT_FORMAT.normalize(record).kind).toBe('unparsed');
  });

  it.each([
    { data: null },
    { data: { object: [] } },
    { request: [] },
    { account: 7 },
    { livemode: 'yes' },
    { data: 'x' },
  ])('reads an event whose %j is odd', (odd) => {
    expect(usageOf(stripeEvent('charge.failed', charge, odd)).action).toBe('charge.failed');
  });
});
