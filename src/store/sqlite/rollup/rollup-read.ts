import type { Connection } from '../connection.ts';
import type { Partition } from '../events/partition-table.ts';
import { idAt } from '../events/slot.ts';
import { visitPack } from './pack.ts';
import { HOUR_SECONDS } from './rollup-counts.ts';

/** What a count is of. */
export type Dimension = 'operation' | 'context';

/** Whole days by context have packs of their own, since most long questions need no hours. */
export type PackKind = Dimension | 'context-day';

export type Visit = (hour: number, id: number, n: number) => void;

/** Rows read at a time, so that a day of ten million events needs no more memory than a quiet one. */
const CHUNK = 50_000;

/** Every count of a partition; the same hour and number may come more than once. */
export function visitCounts(db: Connection, partition: Partition, dimension: Dimension, visit: Visit): void {
  if (!partition.sealed) {
    visitEvents(db, partition, (hour, context, operation) => visit(hour, dimension === 'context' ? context : operation, 1));
    return;
  }
  const body = readPack(db, partition.start, dimension);
  if (body !== null) visitPack(body, visit);
  if (partition.loose) visitRows(db, partition, dimension, visit);
}

/** Totals of a whole partition by context. */
export function visitDay(db: Connection, partition: Partition, visit: (id: number, n: number) => void): void {
  const body = partition.sealed ? readPack(db, partition.start, 'context-day') : null;
  if (body === null) {
    visitCounts(db, partition, 'context', (_hour, id, n) => visit(id, n));
    return;
  }
  visitPack(body, (_hour, id, n) => visit(id, n));
  if (partition.loose) visitRows(db, partition, 'context', (_hour, id, n) => visit(id, n));
}

export function visitRows(db: Connection, partition: Partition, dimension: Dimension, visit: Visit): void {
  const rows = db
    .sql<readonly [hour: number, id: number, n: number]>(
      `SELECT hour, id, n FROM rollup_${dimension} WHERE hour >= ? AND hour < ?`,
    )
    .raw()
    .iterate(partition.start / HOUR_SECONDS, partition.end / HOUR_SECONDS);
  for (const [hour, id, n] of rows) visit(hour, id, n);
}

/** Hour, context and operation of every event. */
export function visitEvents(
  db: Connection,
  partition: Partition,
  visit: (hour: number, context: number, operation: number) => void,
): void {
  const next = db
    .sql<readonly [id: number, ctx: number, op: number]>(
      `SELECT id, ctx, op FROM ${partition.table} WHERE id > ? ORDER BY id LIMIT ${CHUNK}`,
    )
    .raw();
  const hourIds = idAt(HOUR_SECONDS);
  let after = -1;
  for (;;) {
    const rows = next.all(after);
    for (const [id, ctx, op] of rows) {
      visit(Math.floor(id / hourIds), ctx, op);
      after = id;
    }
    if (rows.length < CHUNK) return;
  }
}

function readPack(db: Connection, start: number, kind: PackKind): Uint8Array | null {
  return (
    db.sql<{ body: Uint8Array }>('SELECT body FROM rollup_pack WHERE start = ? AND kind = ?').get(start, kind)?.body ?? null
  );
}
