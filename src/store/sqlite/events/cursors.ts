import type { Cursor } from '../../../core/connector.ts';
import type { CursorUpdate } from '../../../core/ports.ts';
import type { Connection } from '../connection.ts';

interface CursorRow {
  readonly source: string;
  readonly cursor: string;
  readonly observed_through: number;
}

const COLUMNS = 'source, cursor, observed_through';

export function saveCursor(db: Connection, update: CursorUpdate): void {
  db.sql(
    `INSERT INTO cursor (${COLUMNS}) VALUES (?, ?, ?)
     ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor, observed_through = excluded.observed_through`,
  ).run(update.source, JSON.stringify(update.cursor), update.observedThrough);
}

export function readCursor(db: Connection, source: string): CursorUpdate | null {
  const row = db.sql<CursorRow>(`SELECT ${COLUMNS} FROM cursor WHERE source = ?`).get(source);
  return row === undefined ? null : toUpdate(row);
}

export function readCursors(db: Connection): readonly CursorUpdate[] {
  return db.sql<CursorRow>(`SELECT ${COLUMNS} FROM cursor ORDER BY source`).all().map(toUpdate);
}

function toUpdate(row: CursorRow): CursorUpdate {
  return {
    source: row.source,
    cursor: JSON.parse(row.cursor) as Cursor,
    observedThrough: row.observed_through,
  };
}
