import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventIdOf } from '../../src/core/batch.ts';
import { appendBatch } from '../../src/store/sqlite/events/append.ts';
import { readBatch } from '../../src/store/sqlite/events/read-batch.ts';
import { SLOTS, type SlotOf } from '../../src/store/sqlite/events/slot.ts';
import { searchEvents } from '../../src/store/sqlite/search/search.ts';
import { BATCH_EPOCH, makeBatch } from '../support/batches.ts';
import { openTables } from '../support/event-tables.ts';

/** Hashes that are as bad as can be: everything, or nearly everything, wants the same slots. */
const badHash = fc.constantFrom<SlotOf>(
  () => 0,
  () => SLOTS - 1,
  (ids, offset) => SLOTS - 3 + ((ids[offset] ?? 0) % 3),
  (ids, offset) => (ids[offset] ?? 0) % 2,
);

const seconds = fc.constantFrom(0, 1, 2);
const delivered = fc.array(fc.record({ id: fc.integer({ min: 0, max: 40 }) }), { minLength: 1, maxLength: 80 });

describe('events that want the same slot', () => {
  it('are all stored, once, in whatever order and however often they come', () => {
    fc.assert(
      fc.property(
        badHash,
        fc.array(seconds, { minLength: 41, maxLength: 41 }),
        fc.array(delivered, { minLength: 1, maxLength: 4 }),
        (slotOf, secondOf, deliveries) => {
          const tables = openTables(':memory:', { slotOf });
          const expected = new Set<string>();
          let fresh = 0;
          for (const [index, delivery] of deliveries.entries()) {
            const batch = makeBatch(
              delivery.map(({ id }) => ({ idSeed: `${id}`, time: BATCH_EPOCH + (secondOf[id] ?? 0) * 1_000 })),
              { place: `delivery-${index}` },
            );
            const committed = appendBatch(tables, batch, { seenAt: BATCH_EPOCH });
            for (const [row, flag] of committed.fresh.entries()) {
              fresh += flag;
              expect(expected.has(eventIdOf(batch, row))).toBe(flag === 0);
              expected.add(eventIdOf(batch, row));
            }
            if (committed.fresh.includes(1)) {
              const read = readBatch(tables, committed.sequence);
              expect(read.batch.size).toBe(committed.fresh.reduce((sum, flag) => sum + flag, 0));
            }
          }

          const { rows } = searchEvents(tables, {}, { limit: 1_000 });
          tables.db.close();

          expect(fresh).toBe(expected.size);
          expect(rows.map(({ eventId }) => eventId).toSorted()).toEqual([...expected].toSorted());
        },
      ),
      { numRuns: 100 },
    );
  });

  it('stay within their second', () => {
    const tables = openTables(':memory:', { slotOf: () => SLOTS - 1 });
    const events = Array.from({ length: 50 }, (_, id) => ({ idSeed: `${id}`, time: BATCH_EPOCH }));

    appendBatch(tables, makeBatch(events), { seenAt: BATCH_EPOCH });

    expect(searchEvents(tables, { from: BATCH_EPOCH, to: BATCH_EPOCH + 1_000 }, { limit: 99 }).rows).toHaveLength(50);
    expect(searchEvents(tables, { from: BATCH_EPOCH + 1_000 }, { limit: 99 }).rows).toEqual([]);
    tables.db.close();
  });
});
