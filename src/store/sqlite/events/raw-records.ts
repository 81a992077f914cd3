import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { RawBlock } from '../../../core/batch.ts';
import type { Connection } from '../connection.ts';

interface RawRow {
  readonly packed: Buffer;
  readonly offsets: Buffer;
}

/** Inside a transaction. */
export function saveRaw(db: Connection, sequence: number, raw: RawBlock): void {
  const offsets = zstdCompressSync(bytesOf(raw.offsets));
  db.sql('INSERT INTO raw (sequence, packed, offsets) VALUES (?, ?, ?)').run(sequence, raw.packed, offsets);
}

/** The sanitized copy of one record; null where none was kept. */
export function readRaw(db: Connection, sequence: number, position: number): string | null {
  const row = db.sql<RawRow>('SELECT packed, offsets FROM raw WHERE sequence = ?').get(sequence);
  if (row === undefined) return null;
  const offsets = wordsOf(zstdDecompressSync(row.offsets));
  const start = offsets[position];
  if (start === undefined) return null;
  const text = zstdDecompressSync(row.packed)
    .subarray(start, offsets[position + 1])
    .toString('utf8')
    .trimEnd();
  return text === '' ? null : text;
}

/** Little-endian whatever the machine, since databases are copied between machines. */
function bytesOf(words: Uint32Array): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, index * 4);
  return bytes;
}

function wordsOf(bytes: Buffer): Uint32Array {
  const words = new Uint32Array(bytes.length / 4);
  for (let index = 0; index < words.length; index += 1) words[index] = bytes.readUInt32LE(index * 4);
  return words;
}
