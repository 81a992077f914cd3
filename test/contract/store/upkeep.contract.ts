import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../src/core/time.ts';
import { BATCH_EPOCH, makeBatch, Traffic } from '../../support/batches.ts';
import type { OpenStore } from '../store.contract.ts';

const SEEN = BATCH_EPOCH + HOUR;

export function upkeepContract(open: OpenStore): void {
  describe('upkeep', () => {
    it('finds nothing wrong with what it wrote', async () => {
      const store = await open();
      const traffic = new Traffic({ seed: 8, size: 400, every: 10 * 60_000 });
      for (const index of [0, 1, 0, 2]) await store.events.append(traffic.batch(index), { seenAt: SEEN });

      expect(await store.check()).toEqual([]);
      await store.events.seal();
      expect(await store.check()).toEqual([]);
      await store.events.append(traffic.batch(3), { seenAt: SEEN });
      expect(await store.check()).toEqual([]);
    });

    it('drops whole days that are over, with their counts and facts', async () => {
      const store = await open();
      const times = [BATCH_EPOCH - 2 * DAY, BATCH_EPOCH - DAY - 1, BATCH_EPOCH - DAY, BATCH_EPOCH];
      const hit = { kind: 'hit', row: 0, rule: 'r', detail: {} } as const;
      await store.events.append(
        makeBatch(
          times.slice(0, 1).map((time) => ({ time })),
          { place: 'old', facts: [hit] },
        ),
        { seenAt: SEEN },
      );
      await store.events.append(
        makeBatch(
          times.slice(1).map((time) => ({ time })),
          { place: 'mixed' },
        ),
        { seenAt: SEEN },
      );

      const dropped = await store.dropBefore(BATCH_EPOCH - DAY + 5);

      expect(dropped).toBe(2);
      expect(await store.check()).toEqual([]);
      expect((await store.events.search({}, { limit: 9 })).rows.map(({ time }) => time)).toEqual([
        BATCH_EPOCH,
        BATCH_EPOCH - DAY,
      ]);
      expect(await store.events.top('action', {}, 1)).toEqual([{ key: 'GetObject', count: 2 }]);
      expect(await store.dropBefore(BATCH_EPOCH - DAY + 5)).toBe(0);
    });

    it('begins anew with a dropped day when its events are delivered again', async () => {
      const store = await open();
      const old = makeBatch([{ time: BATCH_EPOCH }, { time: BATCH_EPOCH + HOUR }], { place: 'old' });
      await store.events.append(old, { seenAt: SEEN });
      await store.events.seal();
      await store.dropBefore(BATCH_EPOCH + DAY);

      const again = await store.events.append(old, { seenAt: SEEN });

      expect([...again.fresh]).toEqual([1, 1]);
      expect(await store.events.top('action', {}, 1)).toEqual([{ key: 'GetObject', count: 2 }]);
      expect(await store.check()).toEqual([]);
    });

    it('says that a batch was dropped, and reads what is left of one', async () => {
      const store = await open();
      await store.events.append(makeBatch([{ time: BATCH_EPOCH - 2 * DAY }], { place: 'old' }), { seenAt: SEEN });
      await store.events.append(
        makeBatch([{ time: BATCH_EPOCH - 2 * DAY }, { time: BATCH_EPOCH }], { place: 'mixed' }),
        { seenAt: SEEN },
      );

      await store.dropBefore(BATCH_EPOCH);

      await expect(store.events.readBatch(1)).rejects.toMatchObject({ code: 'BATCH_DROPPED' });
      expect((await store.events.readBatch(2)).batch.size).toBe(1);
      expect(await store.events.storedPlaces(['old'])).toEqual(new Set(['old']));
      const next = await store.events.append(makeBatch([{ time: BATCH_EPOCH }], { place: 'next' }), { seenAt: SEEN });
      expect(next.sequence).toBe(3);
    });

    it('drops the excerpts of unreadable records with the time they came in', async () => {
      const store = await open();
      const unparsed = [{ position: 0, reason: 'bad', excerpt: 'x' }];
      await store.events.append(makeBatch([], { place: 'a', unparsed }), { seenAt: SEEN });
      await store.events.append(makeBatch([], { place: 'b', unparsed }), { seenAt: SEEN + DAY });

      await store.dropBefore(SEEN + 1);

      expect((await store.events.unparsed(9)).map(({ place }) => place)).toEqual(['b']);
      expect((await store.events.stats()).unparsed).toBe(2);
    });
  });
}
