import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../../../src/core/time.ts';
import { checkStore } from '../../../../../src/store/sqlite/check.ts';
import { appendBatch } from '../../../../../src/store/sqlite/events/append.ts';
import type { EventTables } from '../../../../../src/store/sqlite/events/event-tables.ts';
import { listPartitions } from '../../../../../src/store/sqlite/events/partition-table.ts';
import { sealAll } from '../../../../../src/store/sqlite/rollup/seal.ts';
import { BATCH_EPOCH, makeBatch, Traffic } from '../../../../support/batches.ts';
import { openTables } from '../../../../support/event-tables.ts';

const rowsOf = ({ db }: EventTables, table: string) =>
  db.sql<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n;
const states = ({ db }: EventTables) =>
  listPartitions(db).map(({ sealed, loose }) => `${sealed ? 'sealed' : 'open'}${loose ? ' loose' : ''}`);
const add = (tables: EventTables, day: number) =>
  appendBatch(tables, makeBatch([{ time: BATCH_EPOCH + day * DAY }], { place: `day-${day}` }), { seenAt: BATCH_EPOCH });

describe('sealing', () => {
  it('puts off index and counts while loading in bulk', () => {
    const tables = openTables(':memory:', { bulk: true });
    appendBatch(tables, new Traffic({ seed: 1, size: 100, every: HOUR }).batch(0), { seenAt: BATCH_EPOCH });

    expect(new Set(states(tables))).toEqual(new Set(['open']));
    expect(rowsOf(tables, 'rollup_context')).toBe(0);

    sealAll(tables.db);

    expect(new Set(states(tables))).toEqual(new Set(['sealed']));
    expect(rowsOf(tables, 'rollup_pack')).toBe(4 * states(tables).length);
    expect(checkStore(tables.db)).toEqual([]);
    tables.db.close();
  });

  it('counts at once otherwise, in rows that are packed later', () => {
    const tables = openTables();
    add(tables, 0);

    expect(states(tables)).toEqual(['sealed loose']);
    expect(rowsOf(tables, 'rollup_context')).toBe(1);

    sealAll(tables.db);

    expect(states(tables)).toEqual(['sealed']);
    expect(rowsOf(tables, 'rollup_context')).toBe(0);
    expect(rowsOf(tables, 'rollup_operation')).toBe(0);
    tables.db.close();
  });

  it('keeps what was packed when a late event makes a day loose again', () => {
    const tables = openTables();
    add(tables, 0);
    sealAll(tables.db);

    appendBatch(tables, makeBatch([{ time: BATCH_EPOCH + 1 }], { place: 'late' }), { seenAt: BATCH_EPOCH });

    expect(states(tables)).toEqual(['sealed loose']);
    expect(checkStore(tables.db)).toEqual([]);
    sealAll(tables.db);
    expect(states(tables)).toEqual(['sealed']);
    expect(checkStore(tables.db)).toEqual([]);
    tables.db.close();
  });

  it('packs the days that are over when a new one begins, a few at a time', () => {
    const tables = openTables();
    for (const day of [0, 1]) add(tables, day);
    expect(states(tables)).toEqual(['sealed loose', 'sealed']);
    for (const day of [0, 1]) {
      appendBatch(tables, makeBatch([{ time: BATCH_EPOCH + day * DAY + 1 }], { place: `late-${day}` }), {
        seenAt: BATCH_EPOCH,
      });
    }
    expect(states(tables)).toEqual(['sealed loose', 'sealed loose']);

    add(tables, 2);

    expect(states(tables)).toEqual(['sealed loose', 'sealed', 'sealed']);
    expect(checkStore(tables.db)).toEqual([]);
    tables.db.close();
  });

  it('does nothing to what is sealed', () => {
    const tables = openTables();
    add(tables, 0);
    sealAll(tables.db);
    const before = tables.db.sql('PRAGMA data_version').get();
    const changes = tables.db.sql<{ n: number }>('SELECT total_changes() AS n').get()?.n;

    sealAll(tables.db);

    expect(tables.db.sql('SELECT total_changes() AS n').get()).toEqual({ n: changes });
    expect(tables.db.sql('PRAGMA data_version').get()).toEqual(before);
    tables.db.close();
  });
});
