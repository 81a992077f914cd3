import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventQuery, Store } from '../../src/core/ports.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { arbitraryCuts, arbitraryEvents, arbitraryQuery, cutIntoBatches } from '../support/arbitrary-batches.ts';
import { BATCH_EPOCH } from '../support/batches.ts';
import { fits, plainEvents, topOf } from '../support/event-oracle.ts';

/** When the store is sealed: while it is filled, it is in all the states that a reader may meet. */
const moment = fc.constantFrom('never', 'in the middle', 'at the end');
const bulk = fc.boolean();

async function withStore<Result>(isBulk: boolean, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openSqliteStore(':memory:', { bulk: isBulk });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function pages(store: Store, query: EventQuery, limit: number): Promise<readonly string[]> {
  const found: string[] = [];
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<Store['events']['search']>> = await store.events.search(
      query,
      next === null ? { limit } : { limit, after: next },
    );
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    found.push(...page.rows.map(({ eventId }) => eventId));
    next = page.next;
  } while (next !== null);
  return found;
}

describe('search and top', () => {
  it('answer what reading every event would', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryEvents,
        arbitraryCuts,
        fc.array(arbitraryQuery, { minLength: 4, maxLength: 8 }),
        fc.integer({ min: 1, max: 70 }),
        moment,
        bulk,
        async (events, cuts, queries, limit, sealed, isBulk) => {
          const batches = cutIntoBatches(events, cuts);
          const all = batches.flatMap(plainEvents);
          await withStore(isBulk, async (store) => {
            for (const [index, batch] of batches.entries()) {
              await store.events.append(batch, { seenAt: BATCH_EPOCH });
              if (sealed === 'in the middle' && index === Math.floor(batches.length / 2)) await store.events.seal();
            }
            if (sealed === 'at the end') await store.events.seal();

            for (const query of queries) {
              const wanted = all.filter((event) => fits(event, query));
              const found = await pages(store, query, limit);
              expect(found.toSorted(), JSON.stringify(query)).toEqual(wanted.map(({ id }) => id).toSorted());
              for (const by of ['action', 'credential', 'actor', 'address'] as const) {
                expect(await store.events.top(by, query, 3), `${by} ${JSON.stringify(query)}`).toEqual(
                  topOf(wanted, by, 3),
                );
              }
            }
            expect(await store.check()).toEqual([]);
          });
        },
      ),
      { numRuns: 80 },
    );
  });

  it('order events by time, second by second', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryEvents, async (events) => {
        await withStore(false, async (store) => {
          await store.events.append(cutIntoBatches(events, [])[0] ?? expect.fail(), { seenAt: BATCH_EPOCH });

          const { rows } = await store.events.search({}, { limit: 1_000 });

          expect(rows.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted((a, b) => b - a));
        });
      }),
      { numRuns: 50 },
    );
  });
});
