import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { AppError } from '../../core/errors.ts';
import { MEMORY } from './connect.ts';
import type { Connection } from './connection.ts';
import { createPrivateFile } from './private-file.ts';

/** One numbered step of the schema. They are applied in order and never changed afterwards. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** Its first line is `-- breaking`: the database is copied before. */
  readonly breaking: boolean;
}

const FILE_NAME = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/** Reads `NNNN-name.sql` files in order. @param folder URL that ends in a slash */
export function loadMigrations(folder: URL): readonly Migration[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const match = FILE_NAME.exec(file);
      if (match === null) return [];
      const sql = readFileSync(new URL(file, folder), 'utf8');
      return [{ version: Number(match[1]), name: String(match[2]), sql, breaking: sql.startsWith('-- breaking') }];
    });
}

/** Newest version that the database has; 0 when it is new. */
export function schemaVersion(db: Connection): number {
  const known = db.sql("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'").get();
  if (known === undefined) return 0;
  return db.sql<{ version: number }>('SELECT coalesce(max(version), 0) AS version FROM migration').get()?.version ?? 0;
}

/**
 * Brings the schema up to date.
 * @throws AppError `STORE_TOO_NEW` when a newer keywatch has written the database, `STORE_FOREIGN` when another program has
 */
export function migrate(db: Connection, migrations: readonly Migration[]): void {
  refuseNewer(db, migrations);
  if (schemaVersion(db) === newest(migrations)) return;
  refuseForeign(db);
  for (const migration of migrations) {
    if (migration.version <= schemaVersion(db)) continue;
    if (migration.breaking) copyBefore(db, migration);
    db.write(`bring the schema to version ${migration.version}`, () => apply(db, migration));
  }
}

/** For a database opened to read: it must be exactly what this program knows. */
export function requireCurrent(db: Connection, migrations: readonly Migration[]): void {
  refuseNewer(db, migrations);
  const version = schemaVersion(db);
  if (version === newest(migrations)) return;
  if (version === 0) {
    throw new AppError(`The database ${db.path} holds no keywatch data.`, {
      code: 'STORE_EMPTY',
      kind: 'storage',
      hint: 'Fill it with `keywatch scan PATH` or `keywatch run`, or name another one.',
    });
  }
  throw new AppError(`The database ${db.path} has schema version ${version}, older than this program's.`, {
    code: 'STORE_TOO_OLD',
    kind: 'storage',
    hint: 'Open it once for writing (scan, run or poll) and it is brought up to date.',
  });
}

function apply(db: Connection, migration: Migration): void {
  db.database.exec('CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT');
  // The row first: of two processes that start together, one finds it there and leaves.
  const added = db
    .sql('INSERT INTO migration (version, name) VALUES (?, ?) ON CONFLICT DO NOTHING')
    .run(migration.version, migration.name);
  if (added.changes === 1) db.database.exec(migration.sql);
}

function refuseNewer(db: Connection, migrations: readonly Migration[]): void {
  const version = schemaVersion(db);
  if (version <= newest(migrations)) return;
  throw new AppError(
    `The database ${db.path} was written by a newer keywatch (schema version ${version}, this one knows ${newest(migrations)}).`,
    { code: 'STORE_TOO_NEW', kind: 'storage', hint: 'Update keywatch, or restore the copy made before the update.' },
  );
}

/** Somebody else's tables are not written beside. In one statement: another process may be making ours right now. */
function refuseForeign(db: Connection): void {
  const found = db
    .sql<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration') LIMIT 1`,
    )
    .get();
  if (found === undefined) return;
  throw new AppError(`The database ${db.path} belongs to another program: it has a table ${found.name}.`, {
    code: 'STORE_FOREIGN',
    kind: 'storage',
    hint: 'Name another file; keywatch makes a new one.',
  });
}

/** Complete or absent: a copy that a crash cut short is made again. */
function copyBefore(db: Connection, migration: Migration): void {
  if (db.path === MEMORY) return;
  const copy = `${db.path}.before-${String(migration.version).padStart(4, '0')}`;
  if (existsSync(copy)) return;
  const partial = `${copy}.partial`;
  rmSync(partial, { force: true });
  createPrivateFile(partial);
  db.read('copy itself before a migration', () => db.sql('VACUUM INTO ?').run(partial));
  renameSync(partial, copy);
}

function newest(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}
