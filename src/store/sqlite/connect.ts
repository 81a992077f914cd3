import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../core/errors.ts';
import { Connection } from './connection.ts';
import { OPENING, storeError } from './errors.ts';
import { createPrivateFile } from './private-file.ts';

export const MEMORY = ':memory:';

/** How long a statement waits for another process before it gives up. */
const BUSY_MS = 5_000;
const CACHE_KIB = 64 * 1024;

export interface ConnectOptions {
  readonly readOnly: boolean;
  /** FULL: survives a power cut. NORMAL: a power cut may cost the last commits, never consistency. */
  readonly synchronous: 'NORMAL' | 'FULL';
}

/** @throws AppError kind `storage` */
export function connect(path: string, options: ConnectOptions): Connection {
  try {
    if (path !== MEMORY) checkPath(path, options.readOnly);
    if (path !== MEMORY && !existsSync(path)) createPrivateFile(path);
    const database = new Database(path, { readonly: options.readOnly, timeout: BUSY_MS });
    try {
      prepare(database, options);
    } catch (error) {
      database.close();
      throw error;
    }
    return new Connection(path, database);
  } catch (error) {
    throw storeError(error, OPENING, path);
  }
}

function prepare(database: Database.Database, { readOnly, synchronous }: ConnectOptions): void {
  // The header first: a file that is no database is told apart from one that cannot be written.
  database.pragma('schema_version');
  if (!readOnly) database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${synchronous}`);
  database.pragma(`cache_size = -${CACHE_KIB}`);
  database.pragma('temp_store = MEMORY');
}

function checkPath(path: string, readOnly: boolean): void {
  const folder = dirname(path);
  if (!existsSync(folder)) {
    throw new AppError(`Cannot open the database ${path}: the folder ${folder} does not exist.`, {
      code: 'STORE_NO_FOLDER',
      kind: 'storage',
      hint: `Create it (mkdir -p '${folder}') or name another database.`,
    });
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new AppError(`Cannot open the database ${path}: it is a folder.`, {
      code: 'STORE_CANNOT_OPEN',
      kind: 'storage',
      hint: `Name a file, such as ${join(path, 'keywatch.db')}.`,
    });
  }
  if (readOnly && !existsSync(path)) {
    throw new AppError(`Cannot open the database ${path}: it does not exist.`, {
      code: 'STORE_MISSING',
      kind: 'storage',
      hint: 'Name the database that was filled by scan or run, or fill one first.',
    });
  }
}
