import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Daemon } from '../../src/app/watch/daemon.ts';
import { coverageOf } from '../../src/app/watch/known-sources.ts';
import { DAY, HOUR, SECOND } from '../../src/core/time.ts';
import { ACCOUNT, type WatchedStripe, watchStripe } from '../support/watched-stripe.ts';

describe('what could be seen at Stripe', () => {
  let watched: WatchedStripe;
  let daemon: Daemon;

  beforeEach(async () => {
    watched = await watchStripe({ settings: '    sources:\n      activity-logs: {enabled: true}' });
    daemon = await watched.open();
  });
  afterEach(async () => {
    await daemon.close();
    await watched.close();
  });

  function happened(id: string): void {
    const at = watched.clock.now();
    const record = {
      id,
      object: 'event',
      created: Math.floor(at / SECOND),
      livemode: true,
      type: 'customer.created',
      data: { object: { id: 'cus_1', object: 'customer' } },
    };
    watched.account.events.push({ visibleAt: at, record });
  }

  it('has a gap where Keywatch slept longer than Stripe lists events, and says so', async () => {
    await daemon.app.pollAll();
    happened('evt_1Lost');
    watched.clock.advance(40 * DAY);
    happened('evt_2Seen');
    await daemon.app.pollAll();

    const { notVisible } = await coverageOf(daemon.store);
    const told = notVisible.filter((sentence) => sentence.includes('Stripe lists events for 30 days'));
    expect(told).toHaveLength(1);
    // Asking takes seconds, on this clock too.
    expect(told[0]).toMatch(/live mode\) from 2026-11-23T12:00:\d\dZ to 2026-12-03T12:00:\d\dZ/);
    const { rows } = await daemon.store.events.search({}, { limit: 10 });
    expect(rows.map(({ eventId }) => eventId)).toEqual(['evt_2Seen']);
  });

  it('goes on with events when activity logs may not be read any more, and is an incident', async () => {
    await daemon.app.pollAll();
    const [key] = watched.account.keys;
    if (key === undefined) throw new Error('no key');
    watched.account.keys.splice(0, 1, { ...key, permissions: ['event_read', 'webhook_read'] });
    watched.clock.advance(HOUR);
    happened('evt_1');
    await daemon.app.tick();

    const { rows } = await daemon.store.events.search({}, { limit: 10 });
    expect(rows.map(({ eventId }) => eventId)).toEqual(['evt_1']);
    const [incident] = await daemon.store.incidents.list({ open: true });
    expect(incident?.subject).toEqual({ kind: 'source', id: `stripe:stripe.activity-logs/${ACCOUNT}/live` });
  });
});
