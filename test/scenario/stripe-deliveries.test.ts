import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Daemon } from '../../src/app/watch/daemon.ts';
import type { Receiver } from '../../src/collect/receiver.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { ACCOUNT, SIGNING_SECRET, type WatchedStripe, watchStripe } from '../support/watched-stripe.ts';

describe('events that Stripe delivers', () => {
  let watched: WatchedStripe;
  let daemon: Daemon;
  let receiver: Receiver;

  beforeEach(async () => {
    watched = await watchStripe({
      settings: "    callers:\n      - {prefix: 'shop:', credential: shop, mode: live}",
    });
    daemon = await watched.open();
    const opened = await daemon.receive();
    if (opened === null) throw new Error('no receiver');
    receiver = opened;
  });
  afterEach(async () => {
    await receiver.close();
    await daemon.close();
    await watched.close();
  });

  const now = (): number => watched.clock.now();

  function payout(id: string, key: string | null = 'shop:1') {
    return {
      id,
      object: 'event',
      api_version: '2026-10-28.endive',
      created: Math.floor(now() / SECOND),
      livemode: true,
      type: 'payout.created',
      request: { id: 'req_1', idempotency_key: key },
      data: { object: { id: 'po_1', object: 'payout', amount: 5000, currency: 'eur', destination: 'ba_1' } },
    };
  }

  function signed(payload: string, at = now(), secret = SIGNING_SECRET): string {
    return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: Math.floor(at / SECOND) });
  }

  async function post(payload: string, signature = signed(payload)): Promise<number> {
    const response = await fetch(`${receiver.url}/hooks/stripe`, {
      method: 'POST',
      body: payload,
      headers: { 'stripe-signature': signature, 'content-type': 'application/json' },
    });
    return response.status;
  }

  const stored = async (): Promise<readonly string[]> => {
    const { rows } = await daemon.store.events.search({}, { limit: 100 });
    return rows.map(({ account, credential, eventId }) => `${eventId} ${account} ${credential}`);
  };

  it('are one event with what the poll reads, whichever comes first', async () => {
    const [first, second] = [payout('evt_1First'), payout('evt_2Second')];
    for (const record of [first, second]) watched.account.events.push({ visibleAt: now(), record });

    expect(await post(JSON.stringify(first, null, 2))).toBe(202);
    await daemon.app.pollAll();
    expect(await post(JSON.stringify(second))).toBe(202);
    expect(await post(JSON.stringify(second))).toBe(202);

    expect((await stored()).toSorted()).toEqual([`evt_1First ${ACCOUNT} shop`, `evt_2Second ${ACCOUNT} shop`]);
  });

  it('are judged by the rules without waiting for a poll', async () => {
    expect(await post(JSON.stringify(payout('evt_1', 'thief-1')))).toBe(202);
    await expect
      .poll(async () => (await daemon.store.incidents.list({})).flatMap(({ findings }) => findings))
      .toMatchObject([{ detector: 'stripe-unknown-caller', subject: { id: `stripe:${ACCOUNT}` } }]);
  });

  it('are refused when somebody else made or kept them, and leave no trace', async () => {
    const body = JSON.stringify(payout('evt_1'));
    const kept = signed(body);

    expect(await post(body, signed(body, now(), 'whsec_guessed'))).toBe(401);
    expect(await post(body.replace('ba_1', 'ba_2'), kept)).toBe(401);
    expect(await post(body, '')).toBe(401);
    watched.clock.advance(5 * MINUTE + SECOND);
    expect(await post(body, kept)).toBe(401);

    expect(await stored()).toEqual([]);
  });

  it('are left out, and not asked for again, when they are of no use', async () => {
    expect(await post('<html></html>')).toBe(202);
    expect(await post(JSON.stringify({ object: 'v2.core.event', id: 'evt_1', livemode: true }))).toBe(202);

    expect(await stored()).toEqual([]);
  });

  it('are told apart where they are samples that share an id of zeros', async () => {
    const sample = (amount: number): string => {
      const event = payout('evt_00000000000000');
      return JSON.stringify({ ...event, data: { object: { ...event.data.object, amount } } });
    };

    for (const body of [sample(1), sample(2), sample(2)]) expect(await post(body)).toBe(202);

    expect(await stored()).toHaveLength(2);
  });

  it('are kept as unparsed when they are signed and no event', async () => {
    expect(await post(JSON.stringify({ hello: 'world', livemode: true }))).toBe(202);

    expect(await daemon.store.events.unparsed(10)).toMatchObject([{ reason: 'no known kind of audit record' }]);
  });

  it('are not read beyond what any event can be', async () => {
    const body = JSON.stringify({ ...payout('evt_1'), padding: 'x'.repeat(5 * 1024 * 1024) });
    const status = await post(body).catch(() => 413);

    expect(status).toBe(413);
    expect(await stored()).toEqual([]);
  });
});
