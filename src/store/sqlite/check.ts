import type { Connection } from './connection.ts';
import { listPartitions, type Partition } from './events/partition-table.ts';
import { idAt } from './events/slot.ts';
import { visitCounts, visitTotals } from './rollup/rollup-read.ts';

/** What is wrong with the database, as sentences; empty when nothing is. */
export function checkStore(db: Connection): readonly string[] {
  const integrity = db.sql<{ integrity_check: string }>('PRAGMA integrity_check').all();
  const damage = integrity.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  if (damage.length > 0) return damage;
  return [
    ...listPartitions(db).flatMap((partition) => checkPartition(db, partition)),
    ...checkLedger(db),
    ...checkReferences(db),
  ];
}

function checkPartition(db: Connection, partition: Partition): readonly string[] {
  const { table, start, end } = partition;
  const wrong: string[] = [];
  const events = count(db, `SELECT count(*) AS n FROM ${table}`);
  const stray = count(db, `SELECT count(*) AS n FROM ${table} WHERE id < ? OR id >= ?`, idAt(start), idAt(end));
  if (stray > 0) wrong.push(`${table}: ${stray} events belong to another day`);
  const ledger = count(db, 'SELECT coalesce(sum(events), 0) AS n FROM batch_part WHERE start = ?', start);
  if (ledger !== events) wrong.push(`${table}: the ledger counts ${ledger} events, there are ${events}`);
  const sums: Record<string, number> = {};
  const addTo = (name: string, n: number): void => {
    sums[name] = (sums[name] ?? 0) + n;
  };
  for (const dimension of ['operation', 'context'] as const) {
    addTo(`hour and ${dimension}`, 0);
    addTo(`day and ${dimension}`, 0);
    visitCounts(db, partition, dimension, (_hour, _id, n) => addTo(`hour and ${dimension}`, n));
    visitTotals(db, partition, dimension, (_id, n) => addTo(`day and ${dimension}`, n));
  }
  for (const [name, sum] of Object.entries(sums)) {
    if (sum !== events) wrong.push(`${table}: the rollup by ${name} counts ${sum} events, there are ${events}`);
  }
  return wrong;
}

function checkLedger(db: Connection): readonly string[] {
  return db
    .sql<{ sequence: number; fresh: number; found: number }>(
      `SELECT batch.sequence, fresh, dropped + coalesce(sum(events), 0) AS found
       FROM batch LEFT JOIN batch_part USING (sequence) GROUP BY batch.sequence HAVING found <> fresh`,
    )
    .all()
    .map(({ sequence, fresh, found }) => `batch ${sequence}: brought ${fresh} events, ${found} are accounted for`);
}

/** Numbers that an event refers to must exist. */
function checkReferences(db: Connection): readonly string[] {
  return listPartitions(db).flatMap(({ table }) => {
    const lost = count(
      db,
      `SELECT count(*) AS n FROM ${table} WHERE ctx NOT IN (SELECT id FROM context) OR op NOT IN (SELECT id FROM operation)
        OR (target <> 0 AND target NOT IN (SELECT id FROM target)) OR seq NOT IN (SELECT sequence FROM batch)`,
    );
    return lost === 0 ? [] : [`${table}: ${lost} events refer to something that is not there`];
  });
}

function count(db: Connection, sql: string, ...values: readonly number[]): number {
  return db.sql<{ n: number }>(sql).get(...values)?.n ?? 0;
}
