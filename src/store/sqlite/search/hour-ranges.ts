import type { Connection } from '../connection.ts';
import type { Partition } from '../events/partition-table.ts';
import { idAt } from '../events/slot.ts';
import { HOUR_SECONDS } from '../rollup/partition-hours.ts';
import { visitCounts } from '../rollup/rollup-read.ts';

/** Row ids in [low, high). */
export interface IdRange {
  readonly low: number;
  readonly high: number;
}

/** The stretches of a partition in which any of these operations happened, newest first. */
export function hoursWith(db: Connection, partition: Partition, operations: ReadonlySet<number>): readonly IdRange[] {
  const hours = new Set<number>();
  visitCounts(db, partition, 'operation', (hour, id) => {
    if (operations.has(id)) hours.add(hour);
  });
  const ranges: { low: number; high: number }[] = [];
  for (const hour of [...hours].toSorted((a, b) => b - a)) {
    const range = { low: idAt(hour * HOUR_SECONDS), high: idAt((hour + 1) * HOUR_SECONDS) };
    const last = ranges.at(-1);
    if (last !== undefined && last.low === range.high) last.low = range.low;
    else ranges.push(range);
  }
  return ranges;
}

export function wholeOf(partition: Partition): IdRange {
  return { low: idAt(partition.start), high: idAt(partition.end) };
}
