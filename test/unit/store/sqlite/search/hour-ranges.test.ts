import { expect, it } from 'vitest';
import { HOUR } from '../../../../../src/core/time.ts';
import { appendBatch } from '../../../../../src/store/sqlite/events/append.ts';
import { listPartitions } from '../../../../../src/store/sqlite/events/partition-table.ts';
import { idAt } from '../../../../../src/store/sqlite/events/slot.ts';
import { hoursWith } from '../../../../../src/store/sqlite/search/hour-ranges.ts';
import { BATCH_EPOCH, makeBatch, makeOperation } from '../../../../support/batches.ts';
import { openTables } from '../../../../support/event-tables.ts';

it('reads the hours of a rare action and no others, neighbours in one go', () => {
  const tables = openTables();
  const rare = { action: 'Rare' };
  const hours = [1, 2, 3, 9, 20];
  const common = Array.from({ length: 24 }, (_, hour) => ({ time: BATCH_EPOCH + hour * HOUR }));
  appendBatch(
    tables,
    makeBatch([...common, ...hours.map((hour) => ({ time: BATCH_EPOCH + hour * HOUR + 1, operation: rare }))]),
    {
      seenAt: BATCH_EPOCH,
    },
  );
  const [day] = listPartitions(tables.db);
  if (day === undefined) throw new RangeError('expected a day');
  const at = (hour: number) => idAt(BATCH_EPOCH / 1000 + hour * 3600);

  expect(hoursWith(tables.db, day, new Set([tables.operations.intern(makeOperation(rare))]))).toEqual([
    { low: at(20), high: at(21) },
    { low: at(9), high: at(10) },
    { low: at(1), high: at(4) },
  ]);
  expect(hoursWith(tables.db, day, new Set([99]))).toEqual([]);
  tables.db.close();
});
