import { AppError } from '../../core/errors.ts';

interface Known {
  readonly code: string;
  readonly says: string;
  readonly hint: string;
}

const BUSY: Known = {
  code: 'STORE_LOCKED',
  says: 'another process is writing to it',
  hint: 'Stop the other keywatch process that uses this database, or wait until it is done, then try again.',
};
const FULL: Known = {
  code: 'STORE_FULL',
  says: 'the disk is full',
  hint: 'Free some space (or set a shorter retention), then start again: nothing that was committed is lost.',
};
const CORRUPT: Known = {
  code: 'STORE_CORRUPT',
  says: 'the file is damaged or is no keywatch database',
  hint: 'Restore the newest backup, or name another database; audit records can be read again from their sources.',
};
const READ_ONLY: Known = {
  code: 'STORE_READ_ONLY',
  says: 'the file or its folder cannot be written',
  hint: 'Give the user that runs keywatch write permission for the folder (and, to change anything, for the file).',
};
const CANNOT_OPEN: Known = {
  code: 'STORE_CANNOT_OPEN',
  says: 'the file cannot be opened',
  hint: 'Check that the path names a file that this user may read, in a folder that it may write: SQLite keeps files beside the database.',
};
const DISK: Known = {
  code: 'STORE_IO',
  says: 'the disk reported an error',
  hint: 'Check the disk and the system log, then run `keywatch doctor`.',
};

/** Result codes of SQLite come as `SQLITE_BUSY` or, refined, as `SQLITE_BUSY_SNAPSHOT`; files that we make ourselves fail with the system's codes. */
const BY_CODE: readonly (readonly [string, Known])[] = [
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', BUSY],
  ['SQLITE_FULL', FULL],
  ['SQLITE_CORRUPT', CORRUPT],
  ['SQLITE_NOTADB', CORRUPT],
  ['SQLITE_READONLY', READ_ONLY],
  ['SQLITE_PERM', READ_ONLY],
  ['SQLITE_CANTOPEN', CANNOT_OPEN],
  ['SQLITE_IOERR', DISK],
  ['EACCES', READ_ONLY],
  ['EPERM', READ_ONLY],
  ['EROFS', READ_ONLY],
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['EIO', DISK],
];

/** What is being done when there is no database to do it in yet. */
export const OPENING = 'open';

/** What SQLite or the file system threw, as an error that people can act on. Anything else comes back as it is. */
export function storeError(error: unknown, doing: string, path: string): unknown {
  const code = codeOf(error);
  const known = BY_CODE.find(([one]) => code === one || code.startsWith(`${one}_`))?.[1];
  if (known === undefined) return error;
  const what = doing === OPENING ? `open the database ${path}` : `${doing} in the database ${path}`;
  return new AppError(`Cannot ${what}: ${known.says} (${code}).`, {
    code: known.code,
    kind: 'storage',
    hint: known.hint,
    cause: error,
  });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || error instanceof AppError || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
