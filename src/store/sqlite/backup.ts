import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError } from '../../core/errors.ts';
import type { Connection } from './connection.ts';
import { storeError } from './errors.ts';
import { createPrivateFile } from './private-file.ts';

/**
 * A consistent copy while the database is in use. It appears under its name when it is
 * complete, so that a copy cut short never takes the place of a good one.
 */
export async function backup(db: Connection, path: string): Promise<void> {
  if (resolve(path) === resolve(db.path)) throw refused(path, 'that is the database itself');
  if (!existsSync(dirname(path))) throw refused(path, `the folder ${dirname(path)} does not exist`);
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  try {
    createPrivateFile(partial);
    await db.database.backup(partial);
  } catch (error) {
    rmSync(partial, { force: true });
    throw storeError(error, `write a backup to ${path}`, db.path);
  }
  renameSync(partial, path);
}

function refused(path: string, why: string): AppError {
  return new AppError(`Cannot write a backup to ${path}: ${why}.`, {
    code: 'BACKUP_REFUSED',
    kind: 'bad-input',
    hint: 'Name a file in a folder that exists, best on another disk.',
  });
}
