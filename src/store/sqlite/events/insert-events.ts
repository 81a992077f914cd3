import { EVENT_ID_BYTES, type EventBatch } from '../../../core/batch.ts';
import { RollupCounts } from '../rollup/rollup-counts.ts';
import type { EventTables } from './event-tables.ts';
import { partitionStart } from './partition-table.ts';
import { PartitionWriter } from './partition-writer.ts';
import { restOf, secondOf } from './slot.ts';

export interface Inserted {
  /** 1 where the row was new. */
  readonly fresh: Uint8Array;
  /** Row ids of the new ones; 0 elsewhere. */
  readonly ids: Float64Array;
  readonly count: number;
  readonly parts: readonly PartitionWriter[];
  /** Of new rows in sealed partitions only: unsealed ones are counted when they are sealed. */
  readonly counts: RollupCounts;
}

/** Inserts the events of a batch that are new. Inside a transaction. */
export function insertEvents(tables: EventTables, batch: EventBatch, sequence: number): Inserted {
  const contexts = batch.contexts.map((context) => tables.contexts.intern(context));
  const operations = batch.operations.map((operation) => tables.operations.intern(operation));
  const targets = batch.targets.map((target) => tables.targets.intern(target));
  const writers = new Map<number, PartitionWriter>();
  const counts = new RollupCounts();
  const fresh = new Uint8Array(batch.size);
  const ids = new Float64Array(batch.size);
  let count = 0;
  let writer: PartitionWriter | null = null;

  for (const row of byTime(batch)) {
    const time = batch.time[row] ?? 0;
    const second = secondOf(time);
    if (writer === null || second < writer.partition.start || second >= writer.partition.end) {
      writer = writerFor(tables, writers, partitionStart(second));
    }
    const ctx = at(contexts, batch.context[row]);
    const op = at(operations, batch.operation[row]);
    const offset = row * EVENT_ID_BYTES;
    const id = writer.put(second, tables.slotOf(batch.ids, offset), {
      ms: restOf(time, second),
      ctx,
      op,
      target: at(targets, batch.target[row]),
      seq: sequence,
      pos: batch.position[row] ?? 0,
      eid: batch.ids.subarray(offset, offset + EVENT_ID_BYTES),
      nid: batch.nativeIds.get(row) ?? null,
    });
    if (id === null) continue;
    fresh[row] = 1;
    ids[row] = id;
    count += 1;
    if (writer.partition.sealed) counts.add(second, ctx, op);
  }
  return { fresh, ids, count, parts: [...writers.values()].filter(({ events }) => events > 0), counts };
}

const MOST_SORTED = 2 ** 21;

/** The rows by second, else as they came: inserting in order of key fills pages instead of splitting them. */
function byTime({ size, time }: EventBatch): Uint32Array {
  const keys = new Float64Array(size);
  // Second and row in one exact number, because numbers sort far faster than anything compared by a function.
  const scale = size <= MOST_SORTED ? MOST_SORTED : 0;
  for (let row = 0; row < size; row += 1) keys[row] = secondOf(time[row] ?? 0) * scale + row;
  keys.sort();
  return Uint32Array.from(keys, (key) => (scale === 0 ? key : key % scale));
}

function writerFor(tables: EventTables, writers: Map<number, PartitionWriter>, start: number): PartitionWriter {
  const known = writers.get(start);
  if (known !== undefined) return known;
  const made = new PartitionWriter(tables.db, start, !tables.bulk);
  writers.set(start, made);
  return made;
}

/** A column that points outside its table is a bug of the decoder; storing it would be one of ours. */
function at(numbers: readonly number[], index: number | undefined): number {
  const number = numbers[index ?? -1];
  if (number === undefined) throw new RangeError(`batch refers to entry ${index} of a table of ${numbers.length}`);
  return number;
}
