import type { Connection } from '../connection.ts';
import type { Partition } from '../events/partition-table.ts';
import { idAt } from '../events/slot.ts';

export const HOUR_SECONDS = 3_600;
const HOUR_IDS: number = idAt(HOUR_SECONDS);
/** Context and operation of a row in one number: one column costs a third of two. Operations stay below 2^20. */
const OPERATIONS = 2 ** 20;

/** Context and operation of every event, hour by hour. The two arrays belong to the receiver. */
export function visitHours(
  db: Connection,
  { table }: Partition,
  visit: (hour: number, contexts: Uint32Array, operations: Uint32Array) => void,
): void {
  const next = db.sql<number>(`SELECT id FROM ${table} WHERE id >= ? ORDER BY id LIMIT 1`).pluck();
  const rows = db.sql<number>(`SELECT ctx * ${OPERATIONS} + op FROM ${table} WHERE id >= ? AND id < ?`).pluck();
  for (let first = next.get(0); first !== undefined; ) {
    const hour = Math.floor(first / HOUR_IDS);
    const end = (hour + 1) * HOUR_IDS;
    const both = rows.all(hour * HOUR_IDS, end);
    const contexts = new Uint32Array(both.length);
    const operations = new Uint32Array(both.length);
    for (let index = 0; index < both.length; index += 1) {
      const packed = both[index] ?? 0;
      contexts[index] = Math.floor(packed / OPERATIONS);
      operations[index] = packed % OPERATIONS;
    }
    visit(hour, contexts, operations);
    first = next.get(end);
  }
}
