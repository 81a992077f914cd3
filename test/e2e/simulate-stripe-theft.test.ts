import { describe, expect, it } from 'vitest';
import { STRIPE } from '../../connectors/stripe/index.ts';
import { decode } from '../../src/collect/decode.ts';
import type { Source } from '../../src/core/connector.ts';
import { Secret } from '../../src/core/secret.ts';
import { DAY, MINUTE, SECOND } from '../../src/core/time.ts';
import { createEngine } from '../../src/detect/engine.ts';
import { emptyAccount, type SimulatedAccount, type SimulatedEvent } from '../../src/simulate/stripe/account.ts';
import { simulateStripe } from '../../src/simulate/stripe/server.ts';
import { askPage, commitPage, emptyLedger } from '../contract/source-reader.ts';
import { FakeClock } from '../support/fake-clock.ts';

const START = Date.UTC(2026, 2, 2, 9);
const ACCOUNT = 'acct_1Example00000001';
const KEY = ['rk', 'live', 'keywatchReadsWithThis0'].join('_');

/** Adds an event; asked for by somebody unless `automatic`. */
function happen(account: SimulatedAccount, at: number, type: string, object: object, automatic = false): void {
  const number = account.events.length;
  const request = automatic
    ? { id: null, idempotency_key: null }
    : { id: `req_${number}`, idempotency_key: `k-${number}` };
  const created = Math.floor(at / SECOND);
  const record = {
    id: `evt_1Story${number}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created,
    livemode: account.livemode,
  };
  account.events.push({ visibleAt: at, record: { ...record, type, request, data: { object } } });
}

function card(number: number, amount = 20_00): object {
  return {
    id: `ch_${number}`,
    object: 'charge',
    amount,
    currency: 'eur',
    payment_method_details: { card: { fingerprint: `Fp${number}` } },
  };
}

/** An event as API version 2016-07-06 wrote it: the request by its bare id, the card as the source. */
function aged(record: SimulatedEvent['record']): SimulatedEvent['record'] {
  const { payment_method_details: details, ...object } = objectOf(objectOf(record['data'])['object']);
  const source = details === undefined ? {} : { source: { object: 'card', ...objectOf(objectOf(details)['card']) } };
  const request = objectOf(record['request'])['id'];
  return { ...record, api_version: '2016-07-06', request, data: { object: { ...object, ...source } } };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Twenty quiet days: some sales, and a scheduled payout each day. */
function ordinaryDays(account: SimulatedAccount): void {
  for (let day = 20; day > 0; day -= 1) {
    for (let sale = 0; sale < 4; sale += 1)
      happen(account, START - day * DAY + sale * MINUTE, 'charge.succeeded', card(day * 10 + sale));
    happen(
      account,
      START - day * DAY,
      'payout.created',
      { id: `po_${day}`, automatic: true, destination: 'ba_1' },
      true,
    );
  }
}

/** A thief adds a destination, tests cards and pays out. */
function theft(account: SimulatedAccount): void {
  happen(account, START, 'account.external_account.created', { id: 'ba_2', object: 'bank_account', account: ACCOUNT });
  for (let number = 0; number < 40; number += 1) {
    happen(
      account,
      START + number * 5 * SECOND,
      number % 4 === 0 ? 'charge.succeeded' : 'charge.failed',
      card(9000 + number),
    );
  }
  happen(account, START + 30 * MINUTE, 'payout.created', { id: 'po_bad', automatic: false, destination: 'ba_2' });
}

/** Reads everything through the source and lets detection judge it. @returns detectors by severity */
async function found(account: SimulatedAccount): Promise<ReadonlyMap<string, string>> {
  const clock = new FakeClock(START + DAY);
  account.keys.push({ secret: KEY, permissions: ['event_read'], diesAt: null });
  const stripe = await simulateStripe([account], () => clock.now());
  const signal = new AbortController().signal;
  const mode = account.livemode ? 'live' : 'test';
  const key = account.livemode ? KEY : KEY.replace('live', 'test');
  account.keys.push({ secret: key, permissions: ['event_read'], diesAt: null });
  const config = STRIPE.config.parse({
    'base-url': stripe.url,
    accounts: [{ id: ACCOUNT, mode, 'api-key': 'env:KEY' }],
  });
  const reader = await STRIPE.open?.(config, {
    clock,
    log: () => undefined,
    secret: () => Promise.resolve(new Secret(key)),
    env: () => undefined,
    signal,
  });
  const source = reader?.sources.find(({ id }) => id.startsWith('stripe.events/'));
  if (source === undefined) throw new Error('no source of events');
  const findings = await judged(source, clock, signal);
  await stripe.close();
  return findings;
}

async function judged(source: Source, clock: FakeClock, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const engine = createEngine({ networks: { describe: 'none', lookup: () => null }, rules: [] });
  const reading = { formats: STRIPE.formats, now: () => clock.now(), backfill: 29 * DAY, signal };
  const ledger = emptyLedger();
  let sequence = 0;
  for (let more = true; more; ) {
    const page = await askPage(source, ledger, reading);
    await commitPage(page, source, ledger, reading);
    for (const { bytes, format, place } of page.deliveries) {
      const batch = decode(
        { source: source.id, place, bytes, format },
        { formats: STRIPE.formats, match: () => [], keepRaw: false },
      );
      sequence += 1;
      engine.accept({ sequence, seenAt: clock.now(), batch, fresh: new Uint8Array(batch.size).fill(1) });
    }
    more = page.more;
  }
  const { findings } = engine.advance('all');
  return new Map(findings.map(({ detector, severity, subject }) => [detector, `${severity} ${subject.id}`]));
}

describe('a stolen Stripe key', () => {
  it('is noticed by what it does with money, although no event names it', async () => {
    const account = emptyAccount(ACCOUNT, true);
    ordinaryDays(account);
    theft(account);

    expect(await found(account)).toEqual(
      new Map([
        ['card-testing', `high stripe:${ACCOUNT}`],
        ['new-destination-paid-out', `critical stripe:${ACCOUNT}`],
        ['unseen-money-destination', `medium stripe:${ACCOUNT}`],
      ]),
    );
  });

  it('is not seen in ordinary days', async () => {
    const account = emptyAccount(ACCOUNT, true);
    ordinaryDays(account);

    expect(await found(account)).toEqual(new Map());
  });

  it('is noticed in whatever order and API version its events come', async () => {
    const account = emptyAccount(ACCOUNT, true);
    ordinaryDays(account);
    theft(account);
    const plain = await found(account);
    const changed = emptyAccount(ACCOUNT, true);
    // All that happened within a minute bears one second, the last first; every other one is as it was in 2016.
    for (const [index, { record, visibleAt }] of account.events.toReversed().entries()) {
      const created = record.created - (record.created % 60);
      changed.events.push({ visibleAt, record: { ...(index % 2 === 0 ? aged(record) : record), created } });
    }

    expect(await found(changed)).toEqual(plain);
  });

  it.each([
    ['of sums that the shop never takes', [900_00, 901_00, 902_00], 'eur', 'medium'],
    ['of one such sum', [900_00], 'eur', 'low'],
    ['in a currency that it never took', [50_00, 51_00], 'usd', 'low'],
  ])('is seen by charges %s', async (_, amounts, currency, severity) => {
    const account = emptyAccount(ACCOUNT, true);
    ordinaryDays(account);
    for (const [index, amount] of amounts.entries())
      happen(account, START + index * MINUTE, 'charge.succeeded', { ...card(9000 + index, amount), currency });

    expect(await found(account)).toEqual(new Map([['unusual-amount', `${severity} stripe:${ACCOUNT}`]]));
  });

  it('in test mode is another identity', async () => {
    const account = emptyAccount(ACCOUNT, false);
    ordinaryDays(account);
    theft(account);

    expect([...(await found(account)).values()]).toContain(`critical stripe:${ACCOUNT}-test`);
  });
});
