import { describe, expect, it } from 'vitest';
import { checkStore } from '../../../../src/store/sqlite/check.ts';
import { appendBatch } from '../../../../src/store/sqlite/events/append.ts';
import type { EventTables } from '../../../../src/store/sqlite/events/event-tables.ts';
import { sealAll } from '../../../../src/store/sqlite/rollup/seal.ts';
import { BATCH_EPOCH, makeBatch } from '../../../support/batches.ts';
import { openTables } from '../../../support/event-tables.ts';

const DAY = 'event_20261102';

function filled(): EventTables {
  const tables = openTables();
  appendBatch(tables, makeBatch([{ time: BATCH_EPOCH }, { time: BATCH_EPOCH + 1_000, target: 'x' }]), {
    seenAt: BATCH_EPOCH,
  });
  return tables;
}

describe('check', () => {
  it.each([
    [
      'a lost event',
      `DELETE FROM ${DAY} WHERE pos = 0`,
      ['the ledger counts 2 events, there are 1', 'the rollup by hour and operation counts 2'],
    ],
    [
      'an event of another day',
      `INSERT INTO ${DAY} SELECT id - 200000000000, ms, ctx, op, target, seq, pos, eid, nid FROM ${DAY} LIMIT 1`,
      ['1 events belong to another day'],
    ],
    [
      'a wrong count of operations',
      'UPDATE rollup_operation SET n = n + 1',
      ['the rollup by hour and operation counts 3', 'the rollup by day and operation counts 3'],
    ],
    [
      'a wrong count of contexts',
      'DELETE FROM rollup_context',
      ['the rollup by hour and context counts 0', 'the rollup by day and context counts 0'],
    ],
    ['a wrong line of the ledger', 'UPDATE batch SET fresh = 3', ['batch 1: brought 3 events, 2 are accounted for']],
    ['a lost context', 'DELETE FROM context', ['2 events refer to something that is not there']],
    ['a lost operation', 'DELETE FROM operation', ['2 events refer to something that is not there']],
    ['a lost target', 'DELETE FROM target', ['1 events refer to something that is not there']],
    ['a lost line of the ledger', 'DELETE FROM batch', ['2 events refer to something that is not there']],
  ])('finds %s', (_name, damage, expected) => {
    const tables = filled();
    expect(checkStore(tables.db)).toEqual([]);

    tables.db.database.exec(damage);

    const found = checkStore(tables.db);
    for (const sentence of expected) expect(found.join('\n')).toContain(sentence);
    tables.db.close();
  });

  it('finds wrong counts in packs too', () => {
    const tables = filled();
    sealAll(tables.db);
    expect(checkStore(tables.db)).toEqual([]);

    tables.db.database.exec("UPDATE rollup_pack SET body = x'' WHERE kind = 'context-day'");

    expect(checkStore(tables.db)).toEqual([`${DAY}: the rollup by day and context counts 0 events, there are 2`]);
    tables.db.close();
  });
});
