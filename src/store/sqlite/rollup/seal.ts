import type { Connection } from '../connection.ts';
import { type Partition, createIndex, findPartition, listPartitions } from '../events/partition-table.ts';
import { addCount, type HourCounts, packCounts } from './pack.ts';
import { HOUR_SECONDS } from './rollup-counts.ts';
import { type Dimension, type PackKind, visitCounts, visitEvents } from './rollup-read.ts';

/** Gives every partition its index and packs its counts. One transaction a partition: it may be cut short anywhere. */
export function sealAll(db: Connection): void {
  for (const { start, sealed, loose } of listPartitions(db)) {
    if (sealed && !loose) continue;
    db.write('seal a partition', () => seal(db, start));
  }
}

export function hasUnsealed(db: Connection): boolean {
  return db.sql('SELECT 1 FROM partition WHERE sealed = 0 LIMIT 1').get() !== undefined;
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
  const contexts: HourCounts = new Map();
  const operations: HourCounts = new Map();
  visitEvents(db, partition, (hour, context, operation) => {
    addCount(contexts, hour, context, 1);
    addCount(operations, hour, operation, 1);
  });
  savePacks(db, partition, contexts, operations);
}

function repack(db: Connection, partition: Partition): void {
  savePacks(db, partition, collect(db, partition, 'context'), collect(db, partition, 'operation'));
  const hours = [partition.start / HOUR_SECONDS, partition.end / HOUR_SECONDS];
  db.sql('DELETE FROM rollup_context WHERE hour >= ? AND hour < ?').run(...hours);
  db.sql('DELETE FROM rollup_operation WHERE hour >= ? AND hour < ?').run(...hours);
}

function collect(db: Connection, partition: Partition, dimension: Dimension): HourCounts {
  const counts: HourCounts = new Map();
  visitCounts(db, partition, dimension, (hour, id, n) => addCount(counts, hour, id, n));
  return counts;
}

function savePacks(db: Connection, { start }: Partition, contexts: HourCounts, operations: HourCounts): void {
  const day: HourCounts = new Map();
  for (const ids of contexts.values()) for (const [id, n] of ids) addCount(day, 0, id, n);
  const packs: readonly (readonly [PackKind, HourCounts])[] = [
    ['context', contexts],
    ['operation', operations],
    ['context-day', day],
  ];
  const save = db.sql('INSERT OR REPLACE INTO rollup_pack (start, kind, body) VALUES (?, ?, ?)');
  for (const [kind, counts] of packs) save.run(start, kind, packCounts(counts));
}
