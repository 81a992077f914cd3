import type { CommittedBatch, EventBatch } from '../core/batch.ts';
import type { CursorUpdate } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';

/** Where collected batches go: committed first, then looked at. */
export interface Intake {
  /** Commits events, ledger and cursor in one transaction, and hands the batch to detection. */
  commit(batch: EventBatch, cursor?: CursorUpdate): Promise<CommittedBatch>;
  /** Lets detection process everything up to this event time; `all` when nothing more is on its way. */
  settle(watermark: Millis | 'all'): Promise<void>;
}

/** What became of the records of one or more batches. Every record is in exactly one of the counts. */
export interface RecordCounts {
  read: number;
  fresh: number;
  duplicate: number;
  skipped: Map<string, number>;
  unparsed: Map<string, number>;
}

export function emptyCounts(): RecordCounts {
  return { read: 0, fresh: 0, duplicate: 0, skipped: new Map(), unparsed: new Map() };
}

/** Adds a committed batch to the counts. */
export function countBatch(counts: RecordCounts, { batch, fresh }: CommittedBatch): void {
  let isNew = 0;
  for (const flag of fresh) isNew += flag;
  counts.fresh += isNew;
  counts.duplicate += fresh.length - isNew;
  counts.read += fresh.length + batch.unparsed.length;
  for (const [reason, times] of Object.entries(batch.skipped)) {
    counts.read += times;
    counts.skipped.set(reason, (counts.skipped.get(reason) ?? 0) + times);
  }
  for (const { reason } of batch.unparsed) {
    counts.unparsed.set(reason, (counts.unparsed.get(reason) ?? 0) + 1);
  }
}
