import type { EventBatch, Unparsed } from '../../../core/batch.ts';
import type { UnparsedRow } from '../../../core/ports.ts';
import type { EventTables } from './event-tables.ts';
import { digestOf } from './hash.ts';

/**
 * Stores the records that could not be read; returns how many were not known yet: the same
 * bytes at the same place are the same record. Inside a transaction.
 */
export function saveUnparsed(tables: EventTables, sequence: number, batch: EventBatch): number {
  const add = tables.db.sql(
    'INSERT INTO unparsed (key, sequence, position, reason, excerpt) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  let count = 0;
  for (const one of batch.unparsed) {
    const { changes } = add.run(keyOf(batch, one), sequence, one.position, one.reason, one.excerpt);
    count += changes;
  }
  return count;
}

function keyOf({ evidence }: EventBatch, { position, reason, excerpt }: Unparsed): Buffer {
  return digestOf(evidence.source, evidence.place, evidence.sha256, String(position), reason, excerpt);
}

export function readUnparsed(tables: EventTables, sequence: number): readonly Unparsed[] {
  return tables.db
    .sql<Unparsed>('SELECT position, reason, excerpt FROM unparsed WHERE sequence = ? ORDER BY id')
    .all(sequence);
}

interface StoredUnparsed extends Unparsed {
  readonly folder: number;
  readonly file: string;
  readonly seen_at: number;
}

/** Newest first. */
export function listUnparsed(tables: EventTables, limit: number): readonly UnparsedRow[] {
  const rows = tables.db
    .sql<StoredUnparsed>(
      `SELECT folder, file, position, reason, excerpt, seen_at
       FROM unparsed JOIN batch USING (sequence) ORDER BY unparsed.id DESC LIMIT ?`,
    )
    .all(limit);
  return rows.map((row) => ({
    place: tables.names.text(row.folder) + row.file,
    position: row.position,
    reason: row.reason,
    excerpt: row.excerpt,
    seenAt: row.seen_at,
  }));
}
