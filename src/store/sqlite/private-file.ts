import { closeSync, openSync } from 'node:fs';

/**
 * Makes an empty file that its owner alone may read, unless there is one already. SQLite
 * takes an empty file for a new database and gives its companions the same permissions.
 */
export function createPrivateFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}
