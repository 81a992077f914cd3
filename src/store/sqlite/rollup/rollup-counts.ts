import type { Connection } from '../connection.ts';
import { partitionStart } from '../events/partition-table.ts';
import { HOUR_SECONDS } from './partition-hours.ts';

/** Hour and id in one number: contexts stay below 2^31, hours below 2^21. */
const IDS = 2 ** 31;

/** How often each operation and each context was seen in each hour of one batch. */
export class RollupCounts {
  readonly #operations = new Map<number, number>();
  readonly #contexts = new Map<number, number>();

  add(second: number, context: number, operation: number): void {
    const hour = Math.floor(second / HOUR_SECONDS) * IDS;
    this.#operations.set(hour + operation, (this.#operations.get(hour + operation) ?? 0) + 1);
    this.#contexts.set(hour + context, (this.#contexts.get(hour + context) ?? 0) + 1);
  }

  /** Inside the transaction that inserted the events. */
  save(db: Connection): void {
    if (this.#operations.size === 0) return;
    upsert(db, 'rollup_operation', this.#operations);
    upsert(db, 'rollup_context', this.#contexts);
    const hours = new Set<number>();
    for (const key of this.#operations.keys()) hours.add(Math.floor(key / IDS));
    const starts = new Set([...hours].map((hour) => partitionStart(hour * HOUR_SECONDS)));
    const mark = db.sql('UPDATE partition SET loose = 1 WHERE start = ? AND loose = 0');
    for (const start of starts) mark.run(start);
  }
}

function upsert(
  db: Connection,
  table: 'rollup_operation' | 'rollup_context',
  counts: ReadonlyMap<number, number>,
): void {
  const add = db.sql(
    `INSERT INTO ${table} (hour, id, n) VALUES (?, ?, ?) ON CONFLICT (hour, id) DO UPDATE SET n = n + excluded.n`,
  );
  for (const [key, n] of counts) add.run(Math.floor(key / IDS), key % IDS, n);
}
