import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openToRead } from '../../../../src/app/setup/database.ts';
import { connect } from '../../../../src/store/sqlite/connect.ts';
import { loadMigrations, migrate } from '../../../../src/store/sqlite/migrate.ts';
import { openSqliteStore } from '../../../../src/store/sqlite/open.ts';
import { BATCH_EPOCH, Traffic } from '../../../support/batches.ts';
import { MIGRATIONS_FOLDER } from '../../../support/event-tables.ts';
import { useTempFolders } from '../../../support/temp-folder.ts';

const folder = useTempFolders();

/** A database as a scan that was killed leaves it: partitions without index and counts. */
async function unsealed(): Promise<string> {
  const path = join(folder(), 'k.db');
  const store = await openSqliteStore(path, { bulk: true });
  await store.events.append(new Traffic({ seed: 1, size: 50 }).batch(0), { seenAt: BATCH_EPOCH });
  await store.close();
  return path;
}

describe('a database opened to read', () => {
  it('answers while another process holds the write lock, and stays as it was to the last byte', async () => {
    const path = await unsealed();
    const before = readFileSync(path);
    const writer = new Database(path);
    writer.exec('BEGIN IMMEDIATE');

    const store = await openToRead(path, '/');

    expect((await store.events.search({}, { limit: 100 })).rows).toHaveLength(50);
    expect((await store.events.top('action', {}, 100)).reduce((sum, { count }) => sum + count, 0)).toBe(50);
    await expect(store.settings.set('a', 'b')).rejects.toMatchObject({ code: 'STORE_READ_ONLY' });
    await store.close();
    writer.exec('ROLLBACK');
    writer.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is brought up to date first when an older release wrote it', async () => {
    const path = join(folder(), 'k.db');
    const older = connect(path, { readOnly: false, synchronous: 'NORMAL' });
    migrate(older, loadMigrations(MIGRATIONS_FOLDER).slice(0, 1));
    older.close();

    const store = await openToRead(path, '/');

    expect(await store.credentials.list({})).toEqual([]);
    await store.close();
  });

  it('must be one', async () => {
    const path = join(folder(), 'empty.db');
    writeFileSync(path, '');

    await expect(openToRead(path, '/')).rejects.toMatchObject({ code: 'STORE_EMPTY' });
    await expect(openToRead(`${path}.not`, '/')).rejects.toMatchObject({ code: 'STORE_MISSING' });
  });
});
