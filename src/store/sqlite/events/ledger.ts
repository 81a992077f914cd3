import type { Evidence } from '../../../core/batch.ts';
import type { Millis } from '../../../core/time.ts';
import type { Connection } from '../connection.ts';
import type { EventTables } from './event-tables.ts';
import type { PartitionWriter } from './partition-writer.ts';

/** One line of the ledger: a batch that brought something. */
export interface LedgerRow {
  readonly evidence: Evidence;
  readonly seenAt: Millis;
  readonly fresh: number;
  readonly duplicate: number;
  readonly unparsed: number;
  readonly skipped: Readonly<Record<string, number>>;
  /** How many of the fresh events retention has dropped. */
  readonly dropped: number;
}

/** The rows that a batch brought to one partition. */
export interface BatchPart {
  readonly start: number;
  /** Smallest and largest row id; rows of other batches may lie between. */
  readonly first: number;
  readonly last: number;
  readonly events: number;
}

interface StoredRow {
  readonly source: number;
  readonly folder: number;
  readonly file: string;
  readonly sha256: Buffer;
  readonly bytes: number;
  readonly seen_at: number;
  readonly fresh: number;
  readonly duplicate: number;
  readonly unparsed: number;
  readonly skipped: string | null;
  readonly dropped: number;
}

export function lastSequence(db: Connection): number {
  return db.sql<{ last: number }>('SELECT coalesce(max(sequence), 0) AS last FROM batch').get()?.last ?? 0;
}

/** Inside a transaction. */
export function saveLedger(
  tables: EventTables,
  sequence: number,
  row: Omit<LedgerRow, 'dropped'>,
  parts: readonly PartitionWriter[],
): void {
  const { db, names } = tables;
  const { evidence } = row;
  const cut = evidence.place.lastIndexOf('/') + 1;
  db.sql(
    `INSERT INTO batch (sequence, source, folder, file, sha256, bytes, seen_at, fresh, duplicate, unparsed, skipped)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    sequence,
    names.intern(evidence.source),
    names.intern(evidence.place.slice(0, cut)),
    evidence.place.slice(cut),
    Buffer.from(evidence.sha256, 'hex'),
    evidence.bytes,
    row.seenAt,
    row.fresh,
    row.duplicate,
    row.unparsed,
    Object.keys(row.skipped).length === 0 ? null : JSON.stringify(row.skipped),
  );
  const add = db.sql('INSERT INTO batch_part (sequence, start, first, last, events) VALUES (?, ?, ?, ?, ?)');
  for (const { partition, first, last, events } of parts) add.run(sequence, partition.start, first, last, events);
}

export function readLedger(tables: EventTables, sequence: number): LedgerRow | null {
  const row = tables.db.sql<StoredRow>('SELECT * FROM batch WHERE sequence = ?').get(sequence);
  if (row === undefined) return null;
  return {
    evidence: {
      source: tables.names.text(row.source),
      place: tables.names.text(row.folder) + row.file,
      sha256: row.sha256.toString('hex'),
      bytes: row.bytes,
    },
    seenAt: row.seen_at,
    fresh: row.fresh,
    duplicate: row.duplicate,
    unparsed: row.unparsed,
    skipped: row.skipped === null ? {} : (JSON.parse(row.skipped) as Readonly<Record<string, number>>),
    dropped: row.dropped,
  };
}

export function readParts(db: Connection, sequence: number): readonly BatchPart[] {
  return db
    .sql<BatchPart>('SELECT start, first, last, events FROM batch_part WHERE sequence = ? ORDER BY start')
    .all(sequence);
}
