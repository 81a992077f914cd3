import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBatch } from '../../src/core/batch.ts';
import type { Store } from '../../src/core/ports.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { arbitraryCuts, arbitraryEvents, cutIntoBatches } from '../support/arbitrary-batches.ts';
import { BATCH_EPOCH } from '../support/batches.ts';
import { plainEvents } from '../support/event-oracle.ts';

async function everythingIn(store: Store): Promise<unknown> {
  const { rows } = await store.events.search({}, { limit: 1_000 });
  return {
    events: rows
      .map(({ eventId, time, credential, action }) => `${time} ${eventId} ${credential} ${action}`)
      .toSorted(),
    top: await store.events.top('action', {}, 10),
    totals: (await store.events.stats()).events,
  };
}

/** What detection would read after a crash: every batch of the ledger. */
async function replay(store: Store): Promise<readonly EventBatch[]> {
  const batches: EventBatch[] = [];
  for (let sequence = 1; sequence <= (await store.events.lastSequence()); sequence += 1) {
    batches.push((await store.events.readBatch(sequence)).batch);
  }
  return batches;
}

describe('delivery', () => {
  it('ends in the same store, however events are cut, ordered and repeated', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryEvents,
        arbitraryCuts,
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.boolean(),
        async (events, cuts, repeats, bulk) => {
          const plain = await openSqliteStore(':memory:');
          const other = await openSqliteStore(':memory:', { bulk });
          for (const batch of cutIntoBatches(events, [])) await plain.events.append(batch, { seenAt: BATCH_EPOCH });

          // The cut changes the ids that are made from places; keep those of the single batch.
          const batches = cutIntoBatches(events.toReversed(), cuts);
          for (const batch of batches) await other.events.append(batch, { seenAt: BATCH_EPOCH });
          for (const index of repeats) {
            const again = batches[index % batches.length];
            if (again !== undefined) await other.events.append(again, { seenAt: BATCH_EPOCH + 1 });
            if (index % 3 === 0) await other.events.seal();
          }

          expect(await everythingIn(other)).toEqual(await everythingIn(plain));
          const replayed = (await replay(other)).flatMap(plainEvents);
          expect(replayed.map(({ id }) => id).toSorted()).toEqual(
            batches
              .flatMap(plainEvents)
              .map(({ id }) => id)
              .toSorted(),
          );
          expect(await other.check()).toEqual([]);
          await plain.close();
          await other.close();
        },
      ),
      { numRuns: 50 },
    );
  });
});
