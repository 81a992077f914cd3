import type { Connection } from '../connection.ts';
import type { Partition } from '../events/partition-table.ts';
import { visitTotals } from '../rollup/rollup-read.ts';
import type { ContextPath } from './statement.ts';

/** Up to this many contexts it is cheaper to ask the index than to ask the rollup first. */
const FEW = 64;
/** An index look-up costs about as much as reading this many rows in order. */
const ROWS_PER_LOOKUP = 8;

/** How to find the wanted contexts in this partition; `none` when it has no event of theirs. */
export function contextPath(
  db: Connection,
  partition: Partition,
  wanted: ReadonlySet<number> | null,
): ContextPath | 'none' {
  if (wanted === null) return 'any';
  if (!partition.sealed) return 'filter';
  if (wanted.size <= FEW) return 'index';
  let matching = 0;
  let total = 0;
  visitTotals(db, partition, 'context', (id, n) => {
    total += n;
    if (wanted.has(id)) matching += n;
  });
  if (matching === 0) return 'none';
  return (matching + wanted.size) * ROWS_PER_LOOKUP < total ? 'index' : 'filter';
}
