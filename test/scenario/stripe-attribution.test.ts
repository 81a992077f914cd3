import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Daemon } from '../../src/app/watch/daemon.ts';
import { coverageOf } from '../../src/app/watch/known-sources.ts';
import type { Incident } from '../../src/core/incident.ts';
import { DAY, MINUTE, SECOND } from '../../src/core/time.ts';
import { ACCOUNT, type WatchedStripe, watchStripe } from '../support/watched-stripe.ts';

describe('who moved the money at Stripe', () => {
  let watched: WatchedStripe;
  let daemon: Daemon;

  beforeEach(async () => {
    watched = await watchStripe({
      settings: [
        "    callers:\n      - {prefix: 'shop:', credential: shop, mode: live}",
        '    sources:\n      activity-logs: {enabled: true}',
      ].join('\n'),
    });
    daemon = await watched.open();
    await daemon.app.pollAll();
  });
  afterEach(async () => {
    await daemon.close();
    await watched.close();
  });

  const now = (): number => watched.clock.now();

  function happened(id: string, type: string, object: object, request: object | null, before = 0): void {
    const record = {
      id,
      object: 'event',
      api_version: '2026-10-28.endive',
      created: Math.floor((now() - before) / SECOND),
      livemode: true,
      type,
      request: request ?? { id: null, idempotency_key: null },
      data: { object },
    };
    watched.account.events.push({ visibleAt: now() - before, record });
  }

  function logged(id: string, type: string, request: string, key = 'mk_1Thief'): void {
    watched.account.activities.push({
      id,
      type,
      created: new Date(now()).toISOString(),
      livemode: true,
      context: ACCOUNT,
      actor: { type: 'api_key', api_key: { id: key } },
      request: { id: request },
    });
  }

  /** In one second, the payout listed before its destination. */
  function theft(idempotencyKey: string | null): void {
    happened(
      'evt_1a',
      'payout.created',
      { id: 'po_1', amount: 900_000, currency: 'eur', destination: 'ba_2' },
      {
        id: 'req_2',
        idempotency_key: idempotencyKey,
      },
    );
    happened(
      'evt_1b',
      'account.external_account.created',
      { id: 'ba_2', object: 'bank_account', account: ACCOUNT },
      {
        id: 'req_1',
        idempotency_key: idempotencyKey,
      },
    );
  }

  const logs = (): void => {
    logged('accact_1', 'payout_destination_added', 'req_1');
    logged('accact_2', 'payout_created', 'req_2');
  };

  async function incidents(): Promise<ReadonlyMap<string, Incident>> {
    const all = await daemon.store.incidents.list({});
    return new Map(all.map((incident) => [incident.subject.id, incident]));
  }

  const detectors = (incident: Incident | undefined): readonly string[] =>
    [...new Set(incident?.findings.map(({ detector }) => detector))].toSorted();

  it('is the key that the activity log names, although no event does', async () => {
    watched.clock.advance(MINUTE);
    theft('thief-1');
    logs();
    await daemon.app.pollAll();

    const incident = (await incidents()).get('stripe:mk_1Thief');
    expect(detectors(incident)).toEqual(
      expect.arrayContaining(['new-destination-paid-out', 'stripe-payout-destination', 'stripe-unknown-caller']),
    );
    expect(incident?.severity).toBe('critical');
    expect(incident?.title).toContain(`Key mk_1Thief of ${ACCOUNT}`);
    expect([...(await incidents()).keys()]).toEqual(['stripe:mk_1Thief']);
  });

  it('is the account first, and the key as soon as the activity log comes', async () => {
    watched.clock.advance(MINUTE);
    theft(null);
    await daemon.app.pollAll();
    expect(detectors((await incidents()).get(`stripe:${ACCOUNT}`))).toEqual(
      expect.arrayContaining(['new-destination-paid-out', 'stripe-unknown-caller']),
    );

    watched.clock.advance(2 * MINUTE);
    logs();
    await daemon.app.pollAll();
    const incident = (await incidents()).get('stripe:mk_1Thief');
    expect(detectors(incident)).toContain('new-destination-paid-out');
    expect(incident?.findings.find(({ detector }) => detector === 'new-destination-paid-out')?.reason).toContain(
      'Another log names who made this request: stripe:mk_1Thief.',
    );
  });

  it('is the account in one incident, which warnings of card holders’ banks strengthen days later', async () => {
    watched.clock.advance(MINUTE);
    theft('thief-1');
    await daemon.app.pollAll();
    watched.clock.advance(2 * DAY);
    happened('evt_9', 'radar.early_fraud_warning.created', { id: 'issfr_1', charge: 'ch_1', fraud_type: 'misc' }, null);
    await daemon.app.pollAll();

    expect([...(await incidents()).keys()]).toEqual([`stripe:${ACCOUNT}`]);
    expect(detectors((await incidents()).get(`stripe:${ACCOUNT}`))).toContain('provider-signal');
  });

  it('is the key of the log and not the service that it imitates', async () => {
    watched.clock.advance(MINUTE);
    theft('shop:1');
    logs();
    await daemon.app.pollAll();

    expect((await incidents()).has('stripe:mk_1Thief')).toBe(true);
    expect((await incidents()).has('stripe:shop')).toBe(false);
  });

  it('cannot be told for what was only read, and the coverage says so', async () => {
    const { notVisible } = await coverageOf(daemon.store);

    expect(notVisible.join('\n')).toContain('reads leave no event');
    expect(notVisible.join('\n')).toContain('activity logs name the key for a closed list of sensitive actions');
  });

  it('is not asked about scheduled payouts', async () => {
    for (let day = 20; day > 0; day -= 1)
      happened(
        `evt_2${day}`,
        'payout.created',
        { id: `po_${day}`, automatic: true, destination: 'ba_1' },
        null,
        day * DAY,
      );
    await daemon.app.pollAll();

    expect((await incidents()).size).toBe(0);
  });
});
