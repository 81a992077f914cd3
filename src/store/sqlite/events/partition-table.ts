import type { Connection } from '../connection.ts';
import { LAST_SECOND } from './slot.ts';

const DAY_SECONDS = 86_400;
/** 2000-01-01: what claims to be older shares one partition, so that nonsense makes no thousand tables. */
const FIRST_DAY = 946_684_800;

/** One table of events: those whose second lies in [start, end). */
export interface Partition {
  readonly start: number;
  readonly end: number;
  readonly table: string;
  /** True when it has its index and its rollups. */
  readonly sealed: boolean;
  /** True when some of its rollup counts are rows that have not been packed. */
  readonly loose: boolean;
}

/** First second of the partition that holds this second. */
export function partitionStart(second: number): number {
  if (second < FIRST_DAY) return 0;
  return second - (second % DAY_SECONDS);
}

export function partitionEnd(start: number): number {
  return start < FIRST_DAY ? FIRST_DAY : start >= LAST_SECOND ? Number.MAX_SAFE_INTEGER : start + DAY_SECONDS;
}

/** `event_20261123` */
export function partitionTable(start: number): string {
  return `event_${new Date(start * 1000).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

interface PartitionRow {
  readonly start: number;
  readonly sealed: number;
  readonly loose: number;
}

const toPartition = (row: PartitionRow): Partition => ({
  start: row.start,
  end: partitionEnd(row.start),
  table: partitionTable(row.start),
  sealed: row.sealed === 1,
  loose: row.loose === 1,
});

export function findPartition(db: Connection, start: number): Partition | null {
  const row = db.sql<PartitionRow>('SELECT start, sealed, loose FROM partition WHERE start = ?').get(start);
  return row === undefined ? null : toPartition(row);
}

/** Newest first. */
export function listPartitions(db: Connection): readonly Partition[] {
  return partitionsBetween(db, 0, Number.MAX_SAFE_INTEGER);
}

/** Those that hold any of the seconds in [from, to), newest first. */
export function partitionsBetween(db: Connection, from: number, to: number): readonly Partition[] {
  return db
    .sql<PartitionRow>('SELECT start, sealed, loose FROM partition WHERE start >= ? AND start < ? ORDER BY start DESC')
    .all(partitionStart(from), to)
    .map(toPartition);
}

/** Inside a transaction. @param indexed false while loading in bulk */
export function createPartition(db: Connection, start: number, indexed: boolean): Partition {
  const table = partitionTable(start);
  db.database.exec(
    `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, ms INTEGER NOT NULL, ctx INTEGER NOT NULL, op INTEGER NOT NULL,
      target INTEGER NOT NULL, seq INTEGER NOT NULL, pos INTEGER NOT NULL, eid BLOB NOT NULL, nid TEXT) STRICT`,
  );
  if (indexed) createIndex(db, table);
  const sealed = indexed ? 1 : 0;
  db.sql('INSERT INTO partition (start, sealed, loose) VALUES (?, ?, 0)').run(start, sealed);
  return { start, end: partitionEnd(start), table, sealed: indexed, loose: false };
}

export function createIndex(db: Connection, table: string): void {
  db.database.exec(`CREATE INDEX ${table}_ctx ON ${table} (ctx)`);
}
