import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import { openSqliteStore } from '../../store/sqlite/open.ts';

export interface DatabaseOptions {
  readonly path: string;
  readonly cwd: string;
  /** A question to a database that is not there is a mistake, not an empty answer. */
  readonly mustExist: boolean;
  /** Put off indexes until `seal`: for scans and first backfills. */
  readonly bulk?: boolean;
  readonly keepRaw?: boolean;
  /** Neither migrates nor finishes what a crash left undone. */
  readonly readOnly?: boolean;
}

/** @throws AppError when it is missing, locked, corrupt, or from a newer Keywatch */
export async function openDatabase(options: DatabaseOptions): Promise<Store> {
  const path = options.path === ':memory:' ? options.path : resolve(options.cwd, options.path);
  if (options.mustExist && path !== ':memory:' && !existsSync(path)) {
    throw new AppError(`There is no database ${path}`, {
      code: 'STORE_MISSING',
      kind: 'bad-input',
      hint: 'Make one with `keywatch scan PATH` or `keywatch run`, or name another with --database.',
    });
  }
  return openSqliteStore(path, {
    bulk: options.bulk ?? false,
    keepRaw: options.keepRaw ?? false,
    readOnly: options.readOnly ?? false,
  });
}

/**
 * For questions: takes no lock and changes nothing, so that it works beside a daemon and where the user may
 * only read. A database of an older release is brought up to date first.
 * @throws AppError as `openDatabase`
 */
export async function openToRead(path: string, cwd: string): Promise<Store> {
  const options = { path, cwd, mustExist: true };
  try {
    return await openDatabase({ ...options, readOnly: true });
  } catch (error) {
    if (error instanceof AppError && error.code === 'STORE_TOO_OLD') return openDatabase(options);
    throw error;
  }
}
