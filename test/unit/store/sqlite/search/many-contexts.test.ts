import { describe, expect, it } from 'vitest';
import type { EventQuery } from '../../../../../src/core/ports.ts';
import { HOUR } from '../../../../../src/core/time.ts';
import { appendBatch } from '../../../../../src/store/sqlite/events/append.ts';
import { listPartitions } from '../../../../../src/store/sqlite/events/partition-table.ts';
import { sealAll } from '../../../../../src/store/sqlite/rollup/seal.ts';
import { contextPath } from '../../../../../src/store/sqlite/search/context-path.ts';
import { BATCH_EPOCH, makeBatch, Traffic } from '../../../../support/batches.ts';
import { type PlainEvent, plainEvents } from '../../../../support/event-oracle.ts';
import { openTables } from '../../../../support/event-tables.ts';
import { useStores } from '../../../../support/stores.ts';

const open = useStores();
const traffic = new Traffic({ seed: 21, size: 1_500, every: 4 * 60_000 });
const BATCHES = [0, 1, 2].map((index) => traffic.batch(index));
const ALL = BATCHES.flatMap(plainEvents);

/** Filters that stand for hundreds of contexts, where the index alone would be the wrong way. */
const FILTERS: readonly (readonly [string, EventQuery, (event: PlainEvent) => boolean])[] = [
  ['a wide pattern', { actor: 'user/worker-*' }, ({ context }) => context.actor.startsWith('user/worker-')],
  ['a narrower pattern', { actor: 'run-1*' }, ({ context }) => context.session.startsWith('run-1')],
  [
    'a block',
    { address: '198.51.100.0/25' },
    ({ context }) => /^198\.51\.100\.(\d|\d\d|1[01]\d|12[0-7])$/.test(context.address),
  ],
  ['an account', { account: '111122223333' }, () => true],
  [
    'a pattern with an action',
    { actor: 'user/worker-2*', action: 'Action7' },
    ({ context, operation }) => context.actor.startsWith('user/worker-2') && operation.action === 'Action7',
  ],
  [
    'a pattern and a span',
    { actor: 'user/worker-3*', from: BATCH_EPOCH + 30 * HOUR, to: BATCH_EPOCH + 90 * HOUR },
    ({ context, time }) =>
      context.actor.startsWith('user/worker-3') && time >= BATCH_EPOCH + 30 * HOUR && time < BATCH_EPOCH + 90 * HOUR,
  ],
];

describe('a filter that stands for many contexts', () => {
  it.each(FILTERS)('%s finds what reading every event would', async (_name, query, test) => {
    const wanted = ALL.filter(test).map(({ id }) => id);
    for (const bulk of [false, true]) {
      const store = await open(':memory:', { bulk });
      for (const batch of BATCHES) await store.events.append(batch, { seenAt: BATCH_EPOCH });
      const found = async () =>
        (await store.events.search(query, { limit: 10_000 })).rows.map(({ eventId }) => eventId);

      const before = await found();
      await store.events.seal();

      expect(wanted.length).toBeGreaterThan(10);
      expect(before.toSorted()).toEqual(wanted.toSorted());
      expect((await found()).toSorted()).toEqual(wanted.toSorted());
      expect((await store.events.search(query, { limit: 3 })).rows.map(({ time }) => time)).toEqual(
        ALL.filter(test)
          .map(({ time }) => time)
          .toSorted((a, b) => b - a)
          .slice(0, 3),
      );
    }
  });

  it('takes the way that costs least on each day', () => {
    const tables = openTables();
    const { db } = tables;
    const rare = Array.from({ length: 100 }, (_, index) => ({
      time: BATCH_EPOCH + index,
      context: { session: `s${index}` },
    }));
    appendBatch(tables, makeBatch(rare, { place: 'rare' }), { seenAt: BATCH_EPOCH });
    for (const batch of BATCHES) appendBatch(tables, batch, { seenAt: BATCH_EPOCH });
    sealAll(db);
    const ids = db
      .sql<{ id: number }>("SELECT id FROM context WHERE session IN (SELECT id FROM name WHERE text GLOB 's*')")
      .all();
    const all = db.sql<{ id: number }>('SELECT id FROM context').all();
    const [newest, ...older] = listPartitions(db);
    const first = older.at(-1);
    if (newest === undefined || first === undefined) throw new RangeError('expected several days');

    expect(contextPath(db, newest, null)).toBe('any');
    expect(contextPath(db, newest, new Set([1]))).toBe('index');
    expect(contextPath(db, { ...newest, sealed: false }, new Set([1]))).toBe('filter');
    expect(contextPath(db, newest, new Set(ids.map(({ id }) => id)))).toBe('none');
    expect(contextPath(db, newest, new Set(all.map(({ id }) => id)))).toBe('filter');
    db.close();
  });
});
