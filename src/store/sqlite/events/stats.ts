import type { StoreStats } from '../../../core/ports.ts';
import type { Millis } from '../../../core/time.ts';
import type { Connection } from '../connection.ts';
import { listPartitions } from './partition-table.ts';
import { timeOf } from './slot.ts';

interface Sums {
  readonly events: number;
  readonly batches: number;
  readonly unparsed: number;
  readonly bytes: number;
}

export function readStats(db: Connection): StoreStats {
  const sums = db
    .sql<Sums>(
      `SELECT coalesce(sum(fresh), 0) AS events, count(*) AS batches,
        coalesce(sum(unparsed), 0) AS unparsed, coalesce(sum(bytes), 0) AS bytes FROM batch`,
    )
    .get() ?? { events: 0, batches: 0, unparsed: 0, bytes: 0 };
  const skipped = db
    .sql<{ reason: string; times: number }>(
      `SELECT each.key AS reason, sum(each.value) AS times FROM batch, json_each(batch.skipped) AS each
       WHERE batch.skipped IS NOT NULL GROUP BY each.key ORDER BY each.key`,
    )
    .all();
  return {
    ...sums,
    firstEvent: edgeTime(db, 'ASC'),
    lastEvent: edgeTime(db, 'DESC'),
    skipped: Object.fromEntries(skipped.map(({ reason, times }) => [reason, times])),
  };
}

/** Time of the first or last event there is; null when there is none. */
function edgeTime(db: Connection, order: 'ASC' | 'DESC'): Millis | null {
  const partitions = listPartitions(db);
  for (const { table } of order === 'DESC' ? partitions : partitions.toReversed()) {
    const row = db.sql<{ id: number; ms: number }>(`SELECT id, ms FROM ${table} ORDER BY id ${order} LIMIT 1`).get();
    if (row !== undefined) return timeOf(row.id, row.ms);
  }
  return null;
}
