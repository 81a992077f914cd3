import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import { BATCH_EPOCH, makeBatch, Traffic } from '../../support/batches.ts';
import type { OpenStore } from '../store.contract.ts';

const SEEN = BATCH_EPOCH + HOUR;
const cursor = (value: number) => ({ source: 'acme.trail', cursor: { v: 1, at: value }, observedThrough: SEEN });

export function appendContract(open: OpenStore): void {
  describe('append', () => {
    it('stores events once, whoever delivers them again', async () => {
      const store = await open();
      const batch = new Traffic({ seed: 1, size: 50 }).batch(0);

      const first = await store.events.append(batch, { seenAt: SEEN });
      const again = await store.events.append(
        { ...batch, evidence: { ...batch.evidence, source: 'acme.other', place: 'elsewhere' } },
        { seenAt: SEEN },
      );

      expect(first.fresh).toEqual(new Uint8Array(50).fill(1));
      expect(again.fresh).toEqual(new Uint8Array(50));
      expect((await store.events.stats()).events).toBe(50);
    });

    it('tells the new events of a batch from those that it had', async () => {
      const store = await open();
      const known = { time: BATCH_EPOCH, idSeed: 'known' };
      await store.events.append(makeBatch([known]), { seenAt: SEEN });

      const mixed = makeBatch([{ time: BATCH_EPOCH, idSeed: 'new' }, known, { time: BATCH_EPOCH, idSeed: 'newer' }], {
        place: 'two',
      });

      expect([...(await store.events.append(mixed, { seenAt: SEEN })).fresh]).toEqual([1, 0, 1]);
    });

    it('finds a duplicate within one batch', async () => {
      const store = await open();
      const event = { time: BATCH_EPOCH, idSeed: 'same' };

      const { fresh } = await store.events.append(makeBatch([event, event]), { seenAt: SEEN });

      expect([...fresh]).toEqual([1, 0]);
    });

    it('gives growing sequences to batches that bring something', async () => {
      const store = await open();
      const traffic = new Traffic({ seed: 2, size: 5 });

      expect(await store.events.lastSequence()).toBe(0);
      const sequences = [];
      for (const index of [0, 1, 2]) {
        sequences.push((await store.events.append(traffic.batch(index), { seenAt: SEEN })).sequence);
      }

      expect(sequences).toEqual([1, 2, 3]);
      expect(await store.events.lastSequence()).toBe(3);
    });

    it('gives what brings nothing new the sequence of the newest batch', async () => {
      const store = await open();
      const traffic = new Traffic({ seed: 2, size: 5 });
      await store.events.append(traffic.batch(0), { seenAt: SEEN });
      await store.events.append(traffic.batch(1), { seenAt: SEEN });

      const again = await store.events.append(traffic.batch(0), { seenAt: SEEN });

      expect(again.sequence).toBe(2);
      expect((await store.events.stats()).batches).toBe(2);
    });

    it('saves the cursor with the batch', async () => {
      const store = await open();

      await store.events.append(makeBatch([{ time: BATCH_EPOCH }]), { seenAt: SEEN, cursor: cursor(1) });

      expect(await store.events.cursor('acme.trail')).toEqual(cursor(1));
    });

    it('saves neither events nor cursor when the batch cannot be stored', async () => {
      const store = await open();
      const good = makeBatch([{ time: BATCH_EPOCH }, { time: BATCH_EPOCH + MINUTE }]);
      const broken = { ...good, operation: Uint32Array.of(0, 99) };

      await expect(store.events.append(broken, { seenAt: SEEN, cursor: cursor(1) })).rejects.toThrow();

      expect(await store.events.cursor('acme.trail')).toBeNull();
      expect((await store.events.stats()).events).toBe(0);
      expect([...(await store.events.append(good, { seenAt: SEEN })).fresh]).toEqual([1, 1]);
      expect(await store.check()).toEqual([]);
    });

    it('moves the cursor of a poll without events and leaves the ledger alone', async () => {
      const store = await open();

      await store.events.saveCursor(cursor(1));
      await store.events.saveCursor({ ...cursor(2), source: 'acme.zone' });
      await store.events.saveCursor(cursor(3));

      expect(await store.events.cursors()).toEqual([cursor(3), { ...cursor(2), source: 'acme.zone' }]);
      expect(await store.events.cursor('acme.unknown')).toBeNull();
      expect(await store.events.lastSequence()).toBe(0);
    });

    it('knows the places that are stored, whichever source brought them', async () => {
      const store = await open();
      const batch = new Traffic({ seed: 3, size: 5 }).batch(0);
      await store.events.append({ ...batch, evidence: { ...batch.evidence, place: 'a/1' } }, { seenAt: SEEN });
      // Nothing new in it, but it need not be fetched again.
      await store.events.append({ ...batch, evidence: { ...batch.evidence, place: 'a/2' } }, { seenAt: SEEN });
      await store.events.append(makeBatch([], { place: 'a/3', source: 'acme.other' }), { seenAt: SEEN });

      expect(await store.events.storedPlaces(['a/1', 'a/2', 'a/3', 'a/4'])).toEqual(new Set(['a/1', 'a/2', 'a/3']));
    });

    it('stores what claims to be from another age', async () => {
      const store = await open();
      const times = [-HOUR, 0, Date.UTC(1987, 5, 1), Date.UTC(2099, 11, 31), Date.UTC(2400, 0, 1), Number.NaN];

      const { fresh } = await store.events.append(makeBatch(times.map((time) => ({ time }))), { seenAt: SEEN });

      expect([...fresh]).toEqual([1, 1, 1, 1, 1, 1]);
      const { rows } = await store.events.search({}, { limit: 10 });
      expect(rows.map(({ time }) => time)).toEqual([
        Date.UTC(2400, 0, 1),
        Date.UTC(2099, 11, 31),
        Date.UTC(1987, 5, 1),
        0,
        0,
        -HOUR,
      ]);
      expect(await store.check()).toEqual([]);
    });

    it('keeps and counts what could not be read or was left out', async () => {
      const store = await open();
      const unparsed = { position: 1, reason: 'no event time', excerpt: '{"a":1}' };
      const batch = makeBatch([{ time: BATCH_EPOCH }], { place: 'p/x', unparsed: [unparsed], skipped: { digest: 2 } });

      await store.events.append(batch, { seenAt: SEEN });
      await store.events.append(batch, { seenAt: SEEN + 1 });
      await store.events.append(
        makeBatch([], { place: 'p/y', unparsed: [{ position: -1, reason: 'truncated gzip', excerpt: '' }] }),
        { seenAt: SEEN + 2 },
      );

      expect(await store.events.unparsed(10)).toEqual([
        { place: 'p/y', position: -1, reason: 'truncated gzip', excerpt: '', seenAt: SEEN + 2 },
        { place: 'p/x', ...unparsed, seenAt: SEEN },
      ]);
      expect(await store.events.unparsed(1)).toHaveLength(1);
      expect(await store.events.stats()).toMatchObject({ events: 1, unparsed: 2, skipped: { digest: 2 }, batches: 2 });
    });

    it('says the totals', async () => {
      const store = await open();
      const empty = { events: 0, firstEvent: null, lastEvent: null, batches: 0, unparsed: 0, skipped: {}, bytes: 0 };
      expect(await store.events.stats()).toEqual(empty);

      await store.events.append(makeBatch([{ time: BATCH_EPOCH + 5 }, { time: BATCH_EPOCH + 48 * HOUR }]), {
        seenAt: SEEN,
      });

      expect(await store.events.stats()).toEqual({
        ...empty,
        events: 2,
        firstEvent: BATCH_EPOCH + 5,
        lastEvent: BATCH_EPOCH + 48 * HOUR,
        batches: 1,
        bytes: 2_600,
      });
    });
  });
}
