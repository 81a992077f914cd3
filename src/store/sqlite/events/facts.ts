import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Fact } from '../../../core/batch.ts';
import type { Connection } from '../connection.ts';

/** Small texts grow when they are packed. */
const PACK_FROM = 256;
const PLAIN = 0x5b;

/** A fact with the id of its event's row in place of the row number, which only its batch knew. */
type StoredFact = readonly [id: number, fact: Fact];

/** Keeps what was learned from the fresh rows of a batch. Inside a transaction. */
export function saveFacts(db: Connection, sequence: number, facts: readonly Fact[], ids: Float64Array): void {
  const stored: StoredFact[] = [];
  for (const fact of facts) {
    const id = ids[fact.row] ?? 0;
    if (id > 0) stored.push([id, fact]);
  }
  if (stored.length === 0) return;
  const text = Buffer.from(JSON.stringify(stored));
  const body = text.length < PACK_FROM ? text : zstdCompressSync(text);
  db.sql('INSERT INTO fact (sequence, body) VALUES (?, ?)').run(sequence, body);
}

/** @param rows row number by row id; facts of rows that are gone are left out */
export function readFacts(db: Connection, sequence: number, rows: ReadonlyMap<number, number>): readonly Fact[] {
  const row = db.sql<{ body: Buffer }>('SELECT body FROM fact WHERE sequence = ?').get(sequence);
  if (row === undefined) return [];
  // JSON begins with a bracket, zstd never does.
  const text = row.body[0] === PLAIN ? row.body : zstdDecompressSync(row.body);
  const stored = JSON.parse(text.toString('utf8')) as readonly StoredFact[];
  return stored.flatMap(([id, fact]) => {
    const number = rows.get(id);
    return number === undefined ? [] : [{ ...fact, row: number }];
  });
}
