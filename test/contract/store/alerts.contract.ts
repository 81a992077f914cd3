import { describe, expect, it } from 'vitest';
import type { DeliveryRecord, OutboxEntry, Store } from '../../../src/core/ports.ts';
import { MINUTE } from '../../../src/core/time.ts';
import { BATCH_EPOCH as NOW } from '../../support/batches.ts';
import { makeCommit, makeIncident } from '../../support/findings.ts';
import type { OpenStore } from '../store.contract.ts';

const entry = (id: string, part: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id,
  incident: 'inc-1',
  reason: 'first',
  at: NOW,
  ...part,
});
const delivery = (part: Partial<DeliveryRecord>): DeliveryRecord => ({
  entry: 'a',
  sink: 'slack',
  attempt: 1,
  at: NOW,
  result: 'sent',
  detail: '',
  nextAt: null,
  ...part,
});

async function filled(open: OpenStore): Promise<Store> {
  const store = await open();
  await store.alerts.enqueue([entry('b', { at: NOW + 1, reason: 'new-evidence' }), entry('a')]);
  return store;
}

const waiting = async (store: Store, now = NOW) =>
  (await store.alerts.pending(['slack', 'console'], now)).map((one) => `${one.entry.id} ${one.sink}`);

export function alertsContract(open: OpenStore): void {
  describe('alerts', () => {
    it('has every entry wait for every sink, the oldest first', async () => {
      const store = await filled(open);

      expect(await waiting(store)).toEqual(['a slack', 'a console', 'b slack', 'b console']);
      expect((await store.alerts.pending(['slack'], NOW))[0]).toEqual({
        entry: entry('a'),
        sink: 'slack',
        attempts: 0,
        unfinished: false,
      });
    });

    it('queues an entry once', async () => {
      const store = await filled(open);

      await store.alerts.enqueue([entry('a', { reason: 'repeat' })]);

      expect(await waiting(store)).toHaveLength(4);
    });

    it.each(['sent', 'rejected', 'suppressed'] as const)('is done with an entry that was %s', async (result) => {
      const store = await filled(open);

      await store.alerts.record(delivery({ result: 'attempting' }));
      await store.alerts.record(delivery({ result }));

      expect(await waiting(store)).toEqual(['a console', 'b slack', 'b console']);
    });

    it('waits until the next attempt is due', async () => {
      const store = await filled(open);

      await store.alerts.record(delivery({ result: 'attempting' }));
      await store.alerts.record(delivery({ result: 'retry', nextAt: NOW + MINUTE }));

      expect(await waiting(store)).not.toContain('a slack');
      expect((await store.alerts.pending(['slack'], NOW + MINUTE))[0]).toMatchObject({
        attempts: 1,
        unfinished: false,
      });
    });

    it('says when an attempt was cut short, since it may have arrived', async () => {
      const store = await filled(open);

      await store.alerts.record(delivery({ result: 'attempting' }));
      await store.alerts.record(delivery({ result: 'retry', nextAt: NOW }));
      await store.alerts.record(delivery({ result: 'attempting', attempt: 2 }));

      expect((await store.alerts.pending(['slack'], NOW))[0]).toMatchObject({ attempts: 2, unfinished: true });
    });

    it('remembers what was sent last, to whom', async () => {
      const store = await filled(open);
      const sent = delivery({ entry: 'b', at: NOW + 5, detail: 'page high' });
      await store.alerts.record(delivery({ detail: 'page low' }));
      await store.alerts.record(sent);
      await store.alerts.record(delivery({ result: 'rejected', sink: 'console' }));

      expect(await store.alerts.lastSent('inc-1', 'slack')).toEqual(sent);
      expect(await store.alerts.lastSent('inc-1', 'console')).toBeNull();
      expect(await store.alerts.lastSent('inc-2', 'slack')).toBeNull();
      expect((await store.alerts.history('inc-1')).map(({ result }) => result)).toEqual(['sent', 'sent', 'rejected']);
    });

    it('counts what was sent about an incident that was merged', async () => {
      const store = await filled(open);
      await store.alerts.record(delivery({}));
      const incidents = [makeIncident({ id: 'inc-1' }), makeIncident({ id: 'inc-2' })];
      await store.detection.commit(makeCommit({ incidents, merged: [{ from: 'inc-1', into: 'inc-2' }] }));

      expect(await store.alerts.lastSent('inc-2', 'slack')).toEqual(delivery({}));
      expect(await store.alerts.lastSent('inc-1', 'slack')).toEqual(delivery({}));
    });
  });
}
