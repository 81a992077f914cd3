import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STRIPE } from '../../../../connectors/stripe/index.ts';
import type { ConnectorReader, Page } from '../../../../src/core/connector.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { DAY, HOUR, MINUTE } from '../../../../src/core/time.ts';
import { emptyAccount, type SimulatedAccount } from '../../../../src/simulate/stripe/account.ts';
import { type StripeSimulation, simulateStripe } from '../../../../src/simulate/stripe/server.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { ACCOUNT, keyText, stripeEvent, usageOf } from './records.ts';

const START = Date.UTC(2026, 2, 2, 9);
const KEY = keyText('rk_live_', 'keywatchReadsWithThis0');
const EVENTS = `stripe.events/${ACCOUNT}/live`;
const ENDPOINTS = `stripe.webhook-endpoints/${ACCOUNT}/live`;

describe('reading from Stripe', () => {
  const clock = new FakeClock(START);
  let account: SimulatedAccount;
  let stripe: StripeSimulation;
  beforeEach(async () => {
    clock.set(START);
    account = emptyAccount(ACCOUNT, true);
    account.keys.push({ secret: KEY, permissions: ['event_read', 'webhook_read'], diesAt: null });
    stripe = await simulateStripe([account], () => clock.now());
  });
  afterEach(() => stripe.close());

  async function open(settings: Readonly<Record<string, unknown>> = {}, key = KEY): Promise<ConnectorReader> {
    const config = STRIPE.config.parse({
      'base-url': stripe.url,
      accounts: [{ id: ACCOUNT, 'api-key': 'env:KEY' }],
      ...settings,
    });
    const reader = await STRIPE.open?.(config, {
      clock,
      log: () => undefined,
      secret: () => Promise.resolve(new Secret(key)),
      env: () => undefined,
      signal: new AbortController().signal,
    });
    if (reader === undefined) throw new Error('cannot be opened');
    return reader;
  }

  function poll(reader: ConnectorReader, source: string, before: Page | null = null): Promise<Page> {
    const found = reader.sources.find(({ id }) => id === source);
    if (found === undefined) throw new Error(`no source ${source}`);
    const request = {
      now: clock.now(),
      backfill: HOUR,
      isStored: () => Promise.resolve(new Set<string>()),
      signal: new AbortController().signal,
    };
    return found.poll(before?.next ?? null, request);
  }

  function happened(id: string, key: string | null): void {
    const record = { ...stripeEvent('payout.created', { id: 'po_1' }), id, created: Math.floor(clock.now() / 1000) };
    account.events.push({
      visibleAt: clock.now(),
      record: { ...record, request: { id: 'req_1', idempotency_key: key } },
    });
  }

  function lines(page: Page): readonly Readonly<Record<string, unknown>>[] {
    return page.deliveries.flatMap(({ bytes }) =>
      Buffer.from(bytes)
        .toString()
        .split('\n')
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
    );
  }

  it('puts events down to callers by the longest fitting prefix', async () => {
    happened('evt_1', 'shop:1');
    happened('evt_2', 'shop:tests:1');
    happened('evt_3', 'thief-1');
    happened('evt_4', null);
    const callers = [
      { prefix: 'shop:', credential: 'shop', mode: 'live' },
      { prefix: 'shop:tests:', credential: 'shop-tests', mode: 'test' },
    ];
    const page = await poll(await open({ callers }), EVENTS);

    expect(lines(page).map((line) => [line['id'], line['_keywatch']])).toEqual([
      ['evt_4', { account: ACCOUNT, caller: { credential: '', mode: '' } }],
      ['evt_3', { account: ACCOUNT, caller: { credential: '', mode: '' } }],
      ['evt_2', { account: ACCOUNT, caller: { credential: 'shop-tests', mode: 'test' } }],
      ['evt_1', { account: ACCOUNT, caller: { credential: 'shop', mode: 'live' } }],
    ]);
  });

  it('keeps the two modes of an account apart: sources, keys, events and identity', async () => {
    const test = emptyAccount(ACCOUNT, false);
    const testKey = keyText('rk_test_', 'keywatchReadsWithThis0');
    test.keys.push({ secret: testKey, permissions: ['event_read'], diesAt: null });
    const record = { ...stripeEvent('payout.created', { id: 'po_1' }), created: Math.floor(clock.now() / 1000) };
    account.events.push({ visibleAt: START, record: { ...record, id: 'evt_live' } });
    test.events.push({ visibleAt: START, record: { ...record, id: 'evt_test', livemode: false } });
    const both = await simulateStripe([account, test], () => clock.now());
    const config = STRIPE.config.parse({
      'base-url': both.url,
      accounts: [
        { id: ACCOUNT, 'api-key': 'env:LIVE' },
        { id: ACCOUNT, mode: 'test', 'api-key': 'env:TEST' },
      ],
      sources: { 'webhook-endpoints': { enabled: false } },
    });
    const reader = await STRIPE.open?.(config, {
      clock,
      log: () => undefined,
      secret: (reference) => Promise.resolve(new Secret(reference === 'env:TEST' ? testKey : KEY)),
      env: () => undefined,
      signal: new AbortController().signal,
    });
    if (reader === undefined) throw new Error('cannot be opened');
    const seen = new Map<string, readonly unknown[]>();
    for (const { id } of reader.sources)
      seen.set(
        id,
        lines(await poll(reader, id)).map((line) => `${String(line['id'])} ${usageOf(line).actor}`),
      );
    await both.close();

    expect([...seen]).toEqual([
      [EVENTS, [`evt_live ${ACCOUNT}`]],
      [`stripe.events/${ACCOUNT}/test`, [`evt_test ${ACCOUNT}-test`]],
    ]);
  });

  it('begins a window again when the event that it stopped at is gone', async () => {
    for (let count = 0; count < 150; count += 1) happened(`evt_${count}`, null);
    const reader = await open();
    const first = await poll(reader, EVENTS);
    const anchor = String(lines(first).at(-1)?.['id']);
    account.events.splice(
      account.events.findIndex(({ record }) => record.id === anchor),
      1,
    );
    let page = await poll(reader, EVENTS, first);
    expect([page.deliveries.length, page.more]).toEqual([0, true]);
    const seen = new Set<unknown>(lines(first).map((line) => line['id']));
    while (page.more) {
      page = await poll(reader, EVENTS, page);
      for (const line of lines(page)) seen.add(line['id']);
    }

    expect(seen.size).toBe(150);
  });

  it('tells the gap after more than 30 days', async () => {
    const reader = await open();
    const first = await poll(reader, EVENTS);
    clock.set(START + 40 * DAY);
    const page = await poll(reader, EVENTS, first);

    expect(page.gap).toEqual({ from: START, to: START + 10 * DAY, reason: 'Stripe lists events for 30 days' });
  });

  it.each(['reset', 'server error', 'throttled'] as const)('asks once and no more after %s', async (fault) => {
    stripe.fail(fault);
    await expect(poll(await open(), EVENTS)).rejects.toMatchObject({ name: 'AppError' });

    expect(stripe.requests).toHaveLength(1);
  });

  it('tells new, changed and removed endpoints from those that were there', async () => {
    const endpoint = (id: string, host: string) => ({
      id,
      url: `https://${host}/in`,
      created: START / 1000,
      status: 'enabled',
    });
    account.endpoints.push(endpoint('we_1', 'hooks.example.com'), endpoint('we_2', 'hooks.example.com'));
    const reader = await open();
    let page = await poll(reader, ENDPOINTS);
    expect(lines(page).map(({ change, newHost }) => [change, newHost])).toEqual([
      ['listed', false],
      ['listed', false],
    ]);

    clock.set(START + 5 * MINUTE);
    page = await poll(reader, ENDPOINTS, page);
    expect(page.deliveries).toEqual([]);

    account.endpoints.splice(0, 1);
    account.endpoints.push(endpoint('we_3', 'in.example.net'), endpoint('we_4', 'hooks.example.com'));
    const found = lines(await poll(reader, ENDPOINTS, page)).map(({ change, host, newHost }) => [
      change,
      host,
      newHost,
    ]);
    expect(found).toEqual([
      ['created', 'hooks.example.com', false],
      ['created', 'in.example.net', true],
      ['deleted', 'hooks.example.com', false],
    ]);
  });

  it.each(['rk_test_', 'sk_live_', ''])('refuses a key that begins %s', async (prefix) => {
    const key = keyText(prefix, 'keywatchReadsWithThis0');
    const failure = await poll(await open({}, key), EVENTS).catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind: 'config', code: 'STRIPE_KEY_MODE' });
    expect(String(failure)).not.toContain(key);
    expect(stripe.requests).toEqual([]);
  });

  it('says what the key cannot see', async () => {
    account.keys.splice(0, 1, { secret: KEY, permissions: ['event_read'], diesAt: null });
    const results = await (await open()).check();

    expect(results.map(({ aspect, status }) => [aspect, status])).toEqual([
      [`stripe ${ACCOUNT} (live): events`, 'ok'],
      [`stripe ${ACCOUNT} (live): webhook endpoints`, 'blind'],
      ['stripe: reads', 'blind'],
      ['stripe: addresses', 'blind'],
      ['stripe: event destinations', 'blind'],
      ['stripe: activity logs', 'blind'],
      ['stripe: attribution', 'blind'],
    ]);
    expect(results.every(({ hint, status }) => status === 'ok' || hint !== '')).toBe(true);
  });

  it('says once that a key is dead', async () => {
    account.keys.splice(0, 1, { secret: KEY, permissions: ['*'], diesAt: START });
    const results = await (await open()).check();

    expect(results.filter(({ status }) => status === 'fail')).toHaveLength(1);
    expect(results[0]?.hint).toContain('Replace the restricted key');
    expect(JSON.stringify(results)).not.toContain(KEY);
  });

  it('says what is switched off, and what is told apart', async () => {
    const results = await (
      await open({
        callers: [{ prefix: 'shop:', credential: 'shop' }],
        sources: { events: { enabled: false }, 'webhook-endpoints': { enabled: false } },
      })
    ).check();

    expect(results.map(({ aspect, status }) => [aspect, status])).toEqual([
      ['stripe: reads', 'blind'],
      ['stripe: addresses', 'blind'],
      ['stripe: events', 'blind'],
      ['stripe: webhook endpoints', 'blind'],
      ['stripe: event destinations', 'blind'],
      ['stripe: activity logs', 'blind'],
      ['stripe: attribution', 'ok'],
    ]);
  });

  it.each([
    ['whsec_', 'ok'],
    ['rk_live_', 'fail'],
  ])('says whether deliveries can be told from forged ones by a secret %s…', async (prefix, status) => {
    const secret = keyText(prefix, 'keywatchReadsWithThis0');
    const accounts = [{ id: ACCOUNT, 'api-key': 'env:KEY', 'webhook-secrets': ['env:HOOK'] }];
    const results = await (await open({ accounts }, secret)).check();

    expect(results.find(({ aspect }) => aspect.endsWith('deliveries'))?.status).toBe(status);
    expect(JSON.stringify(results)).not.toContain(secret);
  });

  it('lists one entry for all keys of an account, and its endpoints', async () => {
    account.endpoints.push({ id: 'we_1', url: 'https://in.example.net/x', created: START / 1000, status: 'disabled' });
    const items = [];
    for await (const page of (await open()).inventory?.() ?? []) items.push(...page);

    expect(items.map(({ alias, kind, state }) => [alias, kind, state])).toEqual([
      [`stripe:keys-of-${ACCOUNT}`, 'key', 'active'],
      ['stripe:we_1', 'webhook-secret', 'inactive'],
    ]);
  });
});
