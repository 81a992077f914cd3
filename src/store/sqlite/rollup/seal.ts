import type { Connection } from '../connection.ts';
import { createIndex, findPartition, listPartitions, type Partition } from '../events/partition-table.ts';
import { countRuns, type HourCounts, packCounts } from './pack.ts';
import { HOUR_SECONDS, visitHours } from './partition-hours.ts';
import { type Dimension, visitCounts } from './rollup-read.ts';
import { Tally } from './tally.ts';

/** Gives every partition its index and packs its counts. One transaction a partition: it may be cut short anywhere. */
export function sealAll(db: Connection): void {
  for (const { start, sealed, loose } of listPartitions(db)) {
    if (sealed && !loose) continue;
    db.write('seal a partition', () => seal(db, start));
  }
}

/** Bounds the pause that packing makes in a daemon. */
const PACKED_AT_ONCE = 3;

/** A new day has begun: packs the counts of days that are over. Late events may make them loose again. */
export function packOldDays(db: Connection, busy: ReadonlySet<number>): void {
  const idle = listPartitions(db).filter(({ start, sealed, loose }) => sealed && loose && !busy.has(start));
  for (const { start } of idle.slice(-PACKED_AT_ONCE)) db.write('pack the counts of a day', () => seal(db, start));
}

function seal(db: Connection, start: number): void {
  // Read again inside the transaction: another process may have done it, or dropped it.
  const partition = findPartition(db, start);
  if (partition === null || (partition.sealed && !partition.loose)) return;
  if (partition.sealed) repack(db, partition);
  else build(db, partition);
  db.sql('UPDATE partition SET sealed = 1, loose = 0 WHERE start = ?').run(start);
}

function build(db: Connection, partition: Partition): void {
  createIndex(db, partition.table);
  const contextHours: HourCounts[] = [];
  const operationHours: HourCounts[] = [];
  visitHours(db, partition, (hour, contexts, operations) => {
    contextHours.push(countRuns(hour, contexts));
    operationHours.push(countRuns(hour, operations));
  });
  savePacks(db, partition, 'context', contextHours);
  savePacks(db, partition, 'operation', operationHours);
}

function repack(db: Connection, partition: Partition): void {
  for (const dimension of ['context', 'operation'] as const) {
    const tally = new Tally();
    visitCounts(db, partition, dimension, (hour, id, n) => tally.add(hour, id, n));
    savePacks(db, partition, dimension, tally.sorted());
    db.sql(`DELETE FROM rollup_${dimension} WHERE hour >= ? AND hour < ?`).run(
      partition.start / HOUR_SECONDS,
      partition.end / HOUR_SECONDS,
    );
  }
}

function savePacks(db: Connection, { start }: Partition, dimension: Dimension, hours: readonly HourCounts[]): void {
  const day = new Tally();
  for (const { ids, counts } of hours) {
    for (let index = 0; index < ids.length; index += 1) day.add(0, ids[index] ?? 0, counts[index] ?? 0);
  }
  const save = db.sql('INSERT OR REPLACE INTO rollup_pack (start, kind, body) VALUES (?, ?, ?)');
  save.run(start, dimension, packCounts(hours));
  save.run(start, `${dimension}-day`, packCounts(day.sorted()));
}
