import type { Connection } from '../connection.ts';
import type { Partition } from '../events/partition-table.ts';
import { type Visit, visitPack } from './pack.ts';
import { HOUR_SECONDS, visitHours } from './partition-hours.ts';

/** What a count is of. */
export type Dimension = 'operation' | 'context';

/** Whole days have packs of their own, since most long questions need no hours. */
export type PackKind = Dimension | `${Dimension}-day`;

/** Counts of a partition by hour; the same hour and number may come more than once. */
export function visitCounts(db: Connection, partition: Partition, dimension: Dimension, visit: Visit): void {
  if (!partition.sealed) {
    visitHours(db, partition, (hour, contexts, operations) => {
      for (const id of dimension === 'context' ? contexts : operations) visit(hour, id, 1);
    });
    return;
  }
  const body = readPack(db, partition.start, dimension);
  if (body !== null) visitPack(body, visit);
  if (partition.loose) visitRows(db, partition, dimension, visit);
}

/** Counts of a whole partition; the same number may come more than once. */
export function visitTotals(
  db: Connection,
  partition: Partition,
  dimension: Dimension,
  visit: (id: number, n: number) => void,
): void {
  const each: Visit = (_hour, id, n) => visit(id, n);
  const body = partition.sealed ? readPack(db, partition.start, `${dimension}-day`) : null;
  if (body === null) {
    visitCounts(db, partition, dimension, each);
    return;
  }
  visitPack(body, each);
  if (partition.loose) visitRows(db, partition, dimension, each);
}

function visitRows(db: Connection, partition: Partition, dimension: Dimension, visit: Visit): void {
  const rows = db
    .sql<readonly [hour: number, id: number, n: number]>(
      `SELECT hour, id, n FROM rollup_${dimension} WHERE hour >= ? AND hour < ?`,
    )
    .raw()
    .iterate(partition.start / HOUR_SECONDS, partition.end / HOUR_SECONDS);
  for (const [hour, id, n] of rows) visit(hour, id, n);
}

function readPack(db: Connection, start: number, kind: PackKind): Uint8Array | null {
  return (
    db.sql<{ body: Uint8Array }>('SELECT body FROM rollup_pack WHERE start = ? AND kind = ?').get(start, kind)?.body ??
    null
  );
}
