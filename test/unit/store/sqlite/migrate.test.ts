import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../../src/store/sqlite/connect.ts';
import type { Connection } from '../../../../src/store/sqlite/connection.ts';
import {
  loadMigrations,
  type Migration,
  migrate,
  requireCurrent,
  schemaVersion,
} from '../../../../src/store/sqlite/migrate.ts';
import { MIGRATIONS_FOLDER } from '../../../support/event-tables.ts';
import { useTempFolders } from '../../../support/temp-folder.ts';

const folder = useTempFolders();
const writable = { readOnly: false, synchronous: 'NORMAL' } as const;

const step = (version: number, sql: string, breaking = false): Migration => ({
  version,
  name: `step-${version}`,
  sql,
  breaking,
});
const FIRST = step(1, 'CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (7);');
const SECOND = step(2, 'ALTER TABLE a ADD COLUMN y TEXT;');

const columns = (db: Connection) => db.sql<{ name: string }>("SELECT name FROM pragma_table_info('a')").all();

describe('migrations', () => {
  it('are applied in order, each once', () => {
    const db = connect(':memory:', writable);

    migrate(db, [FIRST]);
    migrate(db, [FIRST, SECOND]);
    migrate(db, [FIRST, SECOND]);

    expect(schemaVersion(db)).toBe(2);
    expect(columns(db)).toEqual([{ name: 'x' }, { name: 'y' }]);
    db.close();
  });

  it('leave the database as it was when one fails', () => {
    const db = connect(':memory:', writable);

    expect(() => migrate(db, [FIRST, step(2, 'ALTER TABLE a ADD COLUMN y TEXT; SELECT * FROM nowhere;')])).toThrow();

    expect(schemaVersion(db)).toBe(1);
    expect(columns(db)).toEqual([{ name: 'x' }]);
    migrate(db, [FIRST, SECOND]);
    expect(schemaVersion(db)).toBe(2);
    db.close();
  });

  it('are done by one of two that start together', () => {
    const path = join(folder(), 'k.db');
    const one = connect(path, writable);
    const two = connect(path, writable);

    // The other one is faster: it is done between our look at the version and our turn to write.
    const write = two.write.bind(two);
    two.write = (doing, work) => {
      migrate(one, [FIRST]);
      return write(doing, work);
    };

    migrate(two, [FIRST]);

    expect(two.sql('SELECT * FROM a').all()).toEqual([{ x: 7 }]);
    one.close();
    two.close();
  });

  it('never touch what a newer program wrote', () => {
    const db = connect(':memory:', writable);
    migrate(db, [FIRST, SECOND]);

    expect(() => migrate(db, [FIRST])).toThrow(expect.objectContaining({ code: 'STORE_TOO_NEW' }));
    expect(() => requireCurrent(db, [FIRST])).toThrow(expect.objectContaining({ code: 'STORE_TOO_NEW' }));
    db.close();
  });

  it('are asked for when a reader finds an older or an empty database', () => {
    const db = connect(':memory:', writable);

    expect(() => requireCurrent(db, [FIRST])).toThrow(expect.objectContaining({ code: 'STORE_EMPTY' }));
    migrate(db, [FIRST]);
    requireCurrent(db, [FIRST]);
    expect(() => requireCurrent(db, [FIRST, SECOND])).toThrow(expect.objectContaining({ code: 'STORE_TOO_OLD' }));
    db.close();
  });

  it('leave the database of another program alone', () => {
    const db = connect(':memory:', writable);
    db.database.exec('CREATE TABLE customer (name TEXT)');

    expect(() => migrate(db, [FIRST])).toThrow(expect.objectContaining({ code: 'STORE_FOREIGN' }));

    expect(db.sql('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'customer' }]);
    db.close();
  });

  it('keep a copy from before when they break with what was', () => {
    const path = join(folder(), 'k.db');
    const db = connect(path, writable);
    migrate(db, [FIRST]);

    migrate(db, [FIRST, step(2, '-- breaking\nDROP TABLE a;', true)]);

    const copy = connect(`${path}.before-0002`, { ...writable, readOnly: true });
    expect(copy.sql('SELECT * FROM a').all()).toEqual([{ x: 7 }]);
    expect(schemaVersion(copy)).toBe(1);
    expect(existsSync(`${path}.before-0002.partial`)).toBe(false);
    copy.close();
    db.close();
  });

  it('are read from numbered files, breaking ones by their first line', () => {
    const place = folder();
    writeFileSync(join(place, '0002-second.sql'), '-- breaking\nSELECT 2;');
    writeFileSync(join(place, '0001-first.sql'), 'SELECT 1;');
    writeFileSync(join(place, 'README.md'), 'not a migration');

    expect(loadMigrations(pathToFileURL(`${place}/`))).toEqual([
      { version: 1, name: 'first', sql: 'SELECT 1;', breaking: false },
      { version: 2, name: 'second', sql: '-- breaking\nSELECT 2;', breaking: true },
    ]);
  });

  it('of this program are numbered without gaps, and every table is strict', () => {
    const migrations = loadMigrations(MIGRATIONS_FOLDER);
    const db = connect(':memory:', writable);
    migrate(db, migrations);

    const tables = db
      .sql<{ name: string; strict: number }>(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
      )
      .all();

    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    expect(migrations).toHaveLength(readdirSync(MIGRATIONS_FOLDER).length);
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter(({ strict }) => strict === 0)).toEqual([]);
    db.close();
  });
});
