import { describe, expect, it } from 'vitest';
import type { EventBatch, Fact } from '../../../src/core/batch.ts';
import { eventIdOf } from '../../../src/core/batch.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';
import { BATCH_EPOCH, makeBatch, Traffic } from '../../support/batches.ts';
import type { OpenStore } from '../store.contract.ts';

const SEEN = BATCH_EPOCH + HOUR;

/** A batch row by row, with what its numbers stand for: two equal lists are the same events. */
function rowsOf(batch: EventBatch): readonly unknown[] {
  return Array.from({ length: batch.size }, (_, row) => ({
    id: eventIdOf(batch, row),
    time: batch.time[row],
    position: batch.position[row],
    context: batch.contexts[batch.context[row] ?? -1],
    operation: batch.operations[batch.operation[row] ?? -1],
    target: batch.targets[batch.target[row] ?? -1],
  }));
}

const hit = (row: number): Fact => ({ kind: 'hit', row, rule: 'r1', detail: { name: 'x' } });

export function readBatchContract(open: OpenStore): void {
  describe('readBatch', () => {
    it('gives back what was appended', async () => {
      const store = await open();
      const batch = new Traffic({ seed: 4, size: 300, every: 20 * 60_000 }).batch(0);
      await store.events.append(new Traffic({ seed: 5, size: 300, every: 20 * 60_000 }).batch(0), { seenAt: SEEN });
      const { sequence } = await store.events.append(batch, { seenAt: SEEN + 7 });

      const read = await store.events.readBatch(sequence);

      expect(read.sequence).toBe(sequence);
      expect(read.seenAt).toBe(SEEN + 7);
      expect(read.fresh).toEqual(new Uint8Array(300).fill(1));
      expect(read.batch.evidence).toEqual(batch.evidence);
      expect(rowsOf(read.batch)).toEqual(rowsOf(batch));
      expect(read.batch.targets[0]).toBe('');
    });

    it('gives back the fresh rows only, with their own facts', async () => {
      const store = await open();
      const old = { time: BATCH_EPOCH, idSeed: 'old' };
      await store.events.append(makeBatch([old], { place: 'one' }), { seenAt: SEEN });
      const batch = makeBatch(
        [old, { time: BATCH_EPOCH - 3 * DAY, idSeed: 'a' }, { time: BATCH_EPOCH + 1, idSeed: 'b' }],
        {
          place: 'two',
          facts: [hit(0), hit(2), hit(1)],
          skipped: { notice: 3 },
          unparsed: [{ position: 3, reason: 'bad', excerpt: '?' }],
        },
      );

      const { sequence } = await store.events.append(batch, { seenAt: SEEN });
      const read = await store.events.readBatch(sequence);

      expect(rowsOf(read.batch)).toEqual(rowsOf(batch).slice(1));
      expect(read.batch.facts).toEqual([hit(1), hit(0)]);
      expect(read.batch.skipped).toEqual({ notice: 3 });
      expect(read.batch.unparsed).toEqual(batch.unparsed);
    });

    it('keeps every kind of fact, few or many', async () => {
      const store = await open();
      const facts: readonly Fact[] = [
        { kind: 'minted', row: 0, minted: { alias: 'KEY9', kind: 'session', actor: 'role/x', expires: BATCH_EPOCH } },
        {
          kind: 'note',
          row: 1,
          note: { kind: 'provider-signal', alias: '', actor: 'a', type: 't', severity: 'high', summary: '[odd]' },
        },
        { kind: 'targets', row: 1, targets: ['one', 'two'] },
        hit(1),
      ];
      const many = Array.from({ length: 200 }, () => hit(0));
      const events = [{ time: BATCH_EPOCH }, { time: BATCH_EPOCH + 1 }];

      const few = await store.events.append(makeBatch(events, { place: 'few', facts }), { seenAt: SEEN });
      const lot = await store.events.append(makeBatch(events, { place: 'lot', facts: many }), { seenAt: SEEN });

      expect((await store.events.readBatch(few.sequence)).batch.facts).toEqual(facts);
      expect((await store.events.readBatch(lot.sequence)).batch.facts).toEqual(many);
    });

    it('gives native ids back as the provider writes them', async () => {
      const store = await open();
      const batch = makeBatch([
        { time: BATCH_EPOCH, nativeId: 'évt_1' },
        { time: BATCH_EPOCH, idSeed: 'x' },
      ]);

      const { sequence } = await store.events.append(batch, { seenAt: SEEN });

      const read = await store.events.readBatch(sequence);
      expect([...read.batch.nativeIds]).toEqual([[0, 'évt_1']]);
    });

    it('keeps milliseconds', async () => {
      const store = await open();

      const { sequence } = await store.events.append(makeBatch([{ time: BATCH_EPOCH + 123 }]), { seenAt: SEEN });

      expect((await store.events.readBatch(sequence)).batch.time[0]).toBe(BATCH_EPOCH + 123);
    });

    it('refuses a sequence that was never given', async () => {
      const store = await open();

      await expect(store.events.readBatch(1)).rejects.toMatchObject({ code: 'BATCH_UNKNOWN' });
    });
  });
}
