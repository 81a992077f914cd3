import type { Millis } from '../../core/time.ts';
import type { Connection } from './connection.ts';
import { listPartitions, type Partition } from './events/partition-table.ts';
import { HOUR_SECONDS } from './rollup/partition-hours.ts';

/**
 * Drops the partitions that lie wholly before the limit, each in a transaction of its own.
 * The ledger keeps its lines: places stay known, so that a source is not read again.
 * @returns how many events went
 */
export function dropBefore(db: Connection, time: Millis): number {
  let dropped = 0;
  for (const partition of listPartitions(db)) {
    if (partition.end * 1000 > time) continue;
    dropped += db.write('drop old events', () => dropPartition(db, partition));
  }
  db.write('drop old records', () => dropUnparsed(db, time));
  return dropped;
}

function dropPartition(db: Connection, { start, end, table }: Partition): number {
  const count = db.sql<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0;
  db.database.exec(`DROP TABLE ${table}`);
  const hours = [start / HOUR_SECONDS, end / HOUR_SECONDS];
  db.sql('DELETE FROM rollup_operation WHERE hour >= ? AND hour < ?').run(...hours);
  db.sql('DELETE FROM rollup_context WHERE hour >= ? AND hour < ?').run(...hours);
  db.sql('DELETE FROM rollup_pack WHERE start = ?').run(start);
  db.sql('DELETE FROM partition WHERE start = ?').run(start);
  db.sql(
    `UPDATE batch SET dropped = dropped + part.events FROM batch_part AS part
     WHERE part.sequence = batch.sequence AND part.start = ?`,
  ).run(start);
  const emptied = 'SELECT sequence FROM batch_part JOIN batch USING (sequence) WHERE start = ? AND dropped >= fresh';
  db.sql(`DELETE FROM fact WHERE sequence IN (${emptied})`).run(start);
  db.sql(`DELETE FROM raw WHERE sequence IN (${emptied})`).run(start);
  db.sql('DELETE FROM batch_part WHERE start = ?').run(start);
  return count;
}

/** Excerpts are copies of records too. */
function dropUnparsed(db: Connection, time: Millis): void {
  db.sql('DELETE FROM unparsed WHERE sequence IN (SELECT sequence FROM batch WHERE seen_at < ?)').run(time);
}
