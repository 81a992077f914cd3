import type { CommittedBatch, EventBatch } from '../../../core/batch.ts';
import type { AppendOptions } from '../../../core/ports.ts';
import { packOldDays } from '../rollup/seal.ts';
import { saveCursor } from './cursors.ts';
import { type EventTables, forgetNumbers } from './event-tables.ts';
import { saveFacts } from './facts.ts';
import { type Inserted, insertEvents } from './insert-events.ts';
import { lastSequence, saveLedger } from './ledger.ts';
import type { PartitionWriter } from './partition-writer.ts';
import { savePlace } from './places.ts';
import { saveRaw } from './raw-records.ts';
import { saveUnparsed } from './unparsed.ts';

/**
 * Stores a batch, its ledger line, its facts, its counts and the cursor of its source: all
 * or nothing. A batch that brings nothing new gets no line; then its sequence is that of the
 * newest one, and reading on from there misses nothing.
 */
export function appendBatch(tables: EventTables, batch: EventBatch, options: AppendOptions): CommittedBatch {
  try {
    const { committed, parts } = tables.db.write(`store ${batch.evidence.place}`, () => append(tables, batch, options));
    if (!tables.bulk && parts.some(({ isNew }) => isNew)) {
      packOldDays(tables.db, new Set(parts.map(({ partition }) => partition.start)));
    }
    return committed;
  } catch (error) {
    forgetNumbers(tables);
    throw error;
  }
}

interface Appended {
  readonly committed: CommittedBatch;
  readonly parts: readonly PartitionWriter[];
}

function append(tables: EventTables, batch: EventBatch, options: AppendOptions): Appended {
  const { db } = tables;
  const last = lastSequence(db);
  const inserted = insertEvents(tables, batch, last + 1);
  const unparsed = saveUnparsed(tables, last + 1, batch);
  const newPlace = savePlace(tables, batch.evidence.place);
  if (options.cursor !== undefined) saveCursor(db, options.cursor);
  const hasNews = inserted.count > 0 || unparsed > 0 || (newPlace && Object.keys(batch.skipped).length > 0);
  if (hasNews) saveNews(tables, batch, options, last + 1, inserted, unparsed);
  const sequence = hasNews ? last + 1 : last;
  return { committed: { sequence, seenAt: options.seenAt, batch, fresh: inserted.fresh }, parts: inserted.parts };
}

function saveNews(
  tables: EventTables,
  batch: EventBatch,
  options: AppendOptions,
  sequence: number,
  inserted: Inserted,
  unparsed: number,
): void {
  const { evidence, skipped, size } = batch;
  const counts = { fresh: inserted.count, duplicate: size - inserted.count, unparsed, skipped };
  saveLedger(tables, sequence, { evidence, seenAt: options.seenAt, ...counts }, inserted.parts);
  saveFacts(tables.db, sequence, batch.facts, inserted.ids);
  if (tables.keepRaw && batch.raw !== null && inserted.count > 0) saveRaw(tables.db, sequence, batch.raw);
  inserted.counts.save(tables.db);
}
