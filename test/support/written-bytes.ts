import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';

/** One thing that was written or said, and where. */
export interface Written {
  readonly where: string;
  readonly bytes: Buffer;
}

/** Every file below a folder, as it lies there: database, write-ahead log, configuration, reports. */
export function filesBelow(folder: string, moment: string): readonly Written[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => ({ where: `${moment}: ${name}`, bytes: readFileSync(join(parentPath, name)) }));
}

/** Every value of every table, packed ones unpacked too. */
export function valuesIn(path: string): readonly Written[] {
  const database = new Database(path, { readonly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
    return tables.flatMap((table) =>
      database
        .prepare(`SELECT * FROM "${table}"`)
        .raw()
        .all()
        .flatMap((row) => (row as unknown[]).flatMap((value) => bytesOf(value, table))),
    );
  } finally {
    database.close();
  }
}

function bytesOf(value: unknown, table: string): readonly Written[] {
  if (typeof value === 'string') return [{ where: `table ${table}`, bytes: Buffer.from(value) }];
  if (!Buffer.isBuffer(value)) return [];
  return [value, ...unpacked(value)].map((bytes) => ({ where: `table ${table}`, bytes }));
}

function unpacked(bytes: Buffer): readonly Buffer[] {
  return [zstdDecompressSync, gunzipSync, inflateSync, brotliDecompressSync].flatMap((unpack) => {
    try {
      return [unpack(bytes)];
    } catch {
      return [];
    }
  });
}

/**
 * Places in which a secret stands, in any of the spellings in which it could get there: as it is, without its prefix,
 * as base64 at every offset, hex, percent-encoded, or in UTF-16.
 */
export function placesOf(secret: string, written: readonly Written[]): readonly string[] {
  const needles = spellings(secret);
  return written.filter(({ bytes }) => needles.some((needle) => bytes.includes(needle))).map(({ where }) => where);
}

function spellings(secret: string): readonly Buffer[] {
  const body = secret.length > 24 ? secret.slice(8) : secret;
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.from(' '.repeat(offset) + body).toString('base64');
    // What the neighbours have a share in is left out at both ends.
    return text.slice(4, -4);
  });
  const texts = [body, encodeURIComponent(body), Buffer.from(body).toString('hex'), ...base64];
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(body, 'utf16le')];
}
