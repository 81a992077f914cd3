import type { Connection, Statement } from '../connection.ts';
import { createPartition, findPartition, type Partition } from './partition-table.ts';
import { SLOTS } from './slot.ts';

/** A second holds two million slots; a run of this many taken ones means that the slots are not spread at all. */
const LONGEST_PROBE = 65_536;

/** All columns of an event row but its id. */
export interface NewEvent {
  readonly ms: number;
  readonly ctx: number;
  readonly op: number;
  readonly target: number;
  readonly seq: number;
  readonly pos: number;
  readonly eid: Uint8Array;
  readonly nid: string | null;
}

/** Inserts the rows of one batch into one partition, and knows which they were. */
export class PartitionWriter {
  readonly partition: Partition;
  /** True when this batch is the first of its day. */
  readonly isNew: boolean;
  first: number = Number.MAX_SAFE_INTEGER;
  last = -1;
  events = 0;
  readonly #insert: Statement<unknown>;
  readonly #eidOf: Statement<{ eid: Uint8Array }>;

  constructor(db: Connection, start: number, indexed: boolean) {
    const known = findPartition(db, start);
    this.isNew = known === null;
    this.partition = known ?? createPartition(db, start, indexed);
    const { table } = this.partition;
    this.#insert = db.sql(
      `INSERT INTO ${table} (id, ms, ctx, op, target, seq, pos, eid, nid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#eidOf = db.sql(`SELECT eid FROM ${table} WHERE id = ?`);
  }

  /**
   * Stores an event in the slot it would like, or the next free one of its second.
   * @returns the id of its row, or null when the event is stored already
   */
  put(second: number, slot: number, cells: NewEvent): number | null {
    for (let step = 0; step < LONGEST_PROBE; step += 1) {
      const id = second * SLOTS + ((slot + step) % SLOTS);
      const { ms, ctx, op, target, seq, pos, eid, nid } = cells;
      if (this.#insert.run(id, ms, ctx, op, target, seq, pos, eid, nid).changes === 1) {
        if (id < this.first) this.first = id;
        if (id > this.last) this.last = id;
        this.events += 1;
        return id;
      }
      // The slot is only a hash: what is in it is the same event only if the whole id says so.
      const held = this.#eidOf.get(id);
      if (held !== undefined && sameBytes(held.eid, eid)) return null;
    }
    throw new RangeError(`no free slot in second ${second} of ${this.partition.table}`);
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
