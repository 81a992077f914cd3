import { mkdirSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/errors.ts';
import { storeError } from '../../../../src/store/sqlite/errors.ts';
import { appendBatch } from '../../../../src/store/sqlite/events/append.ts';
import { openSqliteStore } from '../../../../src/store/sqlite/open.ts';
import { BATCH_EPOCH, Traffic } from '../../../support/batches.ts';
import { openTables } from '../../../support/event-tables.ts';
import { useStores } from '../../../support/stores.ts';
import { useTempFolders } from '../../../support/temp-folder.ts';

const folder = useTempFolders();
const open = useStores();
const traffic = new Traffic({ seed: 1, size: 500 });

describe('what goes wrong with a database', () => {
  it.each([
    ['SQLITE_BUSY', 'STORE_LOCKED'],
    ['SQLITE_BUSY_SNAPSHOT', 'STORE_LOCKED'],
    ['SQLITE_FULL', 'STORE_FULL'],
    ['SQLITE_CORRUPT_INDEX', 'STORE_CORRUPT'],
    ['SQLITE_NOTADB', 'STORE_CORRUPT'],
    ['SQLITE_READONLY_DIRECTORY', 'STORE_READ_ONLY'],
    ['SQLITE_CANTOPEN', 'STORE_CANNOT_OPEN'],
    ['SQLITE_IOERR_WRITE', 'STORE_IO'],
  ])('is said in words for %s', (sqlite, code) => {
    const cause = new Database.SqliteError('technical', sqlite);

    const error = storeError(cause, 'store x', '/data/k.db');

    expect(error).toMatchObject({ code, kind: 'storage', cause });
    expect(error instanceof AppError ? error.message : '').toMatch(/^Cannot store x in the database \/data\/k\.db: /);
    expect(error instanceof AppError ? error.hint : '').toMatch(/\.$/);
  });

  it.each([
    ['EACCES', 'STORE_READ_ONLY'],
    ['EROFS', 'STORE_READ_ONLY'],
    ['ENOSPC', 'STORE_FULL'],
  ])('is said in words for %s of a file that we make', (system, code) => {
    const cause = Object.assign(new Error('technical'), { code: system });

    expect(storeError(cause, 'open', '/data/k.db')).toMatchObject({ code, kind: 'storage', cause });
  });

  it('leaves bugs as they are', () => {
    const bug = new RangeError('oops');
    const constraint = new Database.SqliteError('UNIQUE constraint failed', 'SQLITE_CONSTRAINT_UNIQUE');

    expect(storeError(bug, 'x', 'y')).toBe(bug);
    expect(storeError(constraint, 'x', 'y')).toBe(constraint);
  });

  it('includes a folder that is not there', async () => {
    await expect(openSqliteStore(join(folder(), 'no', 'k.db'))).rejects.toMatchObject({ code: 'STORE_NO_FOLDER' });
  });

  it('includes a database that is not there, when it is only to be read', async () => {
    await expect(openSqliteStore(join(folder(), 'k.db'), { readOnly: true })).rejects.toMatchObject({
      code: 'STORE_MISSING',
    });
  });

  it('includes a path that is a folder', async () => {
    const path = join(folder(), 'k.db');
    mkdirSync(path);

    await expect(openSqliteStore(path)).rejects.toMatchObject({ code: 'STORE_CANNOT_OPEN' });
  });

  it('includes a file that is no database, which is left as it is', async () => {
    const path = join(folder(), 'k.db');
    const text = 'this is a shopping list, not a database\n'.repeat(100);
    writeFileSync(path, text);

    await expect(openSqliteStore(path)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('includes a database cut short', async () => {
    const path = join(folder(), 'k.db');
    const store = await openSqliteStore(path);
    await store.events.append(traffic.batch(0), { seenAt: BATCH_EPOCH });
    await store.close();
    truncateSync(path, 40_000);

    const damaged = open(path).then((again) => again.events.search({}, { limit: 1_000 }));

    await expect(damaged).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });

  it('includes a damaged page, which the check finds', async () => {
    const path = join(folder(), 'k.db');
    const store = await openSqliteStore(path);
    await store.events.append(traffic.batch(0), { seenAt: BATCH_EPOCH });
    await store.close();
    const bytes = readFileSync(path);
    // The second cell pointer of a leaf in the middle now points into the page's header.
    const page = Math.floor(bytes.length / 4096 / 2) * 4096;
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.from([0xff, 0xff, 0xff, 0xff]), 0, 4, page + 3);

    const checked = open(path).then((again) => again.check());

    await expect(checked.catch((error: unknown) => [error])).resolves.not.toEqual([]);
  });

  it('includes writing to what was opened to be read', async () => {
    const path = join(folder(), 'k.db');
    await (await openSqliteStore(path)).close();
    const reader = await open(path, { readOnly: true });

    await expect(reader.settings.set('a', 'b')).rejects.toMatchObject({ code: 'STORE_READ_ONLY' });
    await expect(reader.events.append(traffic.batch(0), { seenAt: BATCH_EPOCH })).rejects.toMatchObject({
      code: 'STORE_READ_ONLY',
    });
  });

  it('includes another process that does not let go', () => {
    const path = join(folder(), 'k.db');
    const tables = openTables(path);
    tables.db.database.pragma('busy_timeout = 0');
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');

    const append = () => appendBatch(tables, traffic.batch(0), { seenAt: BATCH_EPOCH });

    expect(append).toThrow(expect.objectContaining({ code: 'STORE_LOCKED' }));
    other.exec('COMMIT');
    expect(append().fresh.includes(0)).toBe(false);
    other.close();
    tables.db.close();
  });

  it('includes a full disk; what was committed stays and the rest can come again', () => {
    const tables = openTables(join(folder(), 'k.db'));
    appendBatch(tables, traffic.batch(0), { seenAt: BATCH_EPOCH });
    tables.db.database.pragma('max_page_count = 1');

    const append = () => appendBatch(tables, traffic.batch(1), { seenAt: BATCH_EPOCH });

    expect(append).toThrow(expect.objectContaining({ code: 'STORE_FULL' }));
    tables.db.database.pragma('max_page_count = 1000000');
    expect(append()).toMatchObject({ sequence: 2, fresh: new Uint8Array(500).fill(1) });
    tables.db.close();
  });
});
