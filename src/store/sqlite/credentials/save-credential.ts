import type { Credential } from '../../../core/credential.ts';
import type { Connection } from '../connection.ts';
import { credentialOf } from './aliases.ts';
import { combineRows, rowOf } from './combine.ts';
import { readRow, writeRow } from './credential-rows.ts';

/**
 * Upserts a credential. Where its aliases belong to several that were taken for different
 * ones, these become one, under the id that was known first. Inside a transaction.
 */
export function saveCredential(db: Connection, credential: Credential): void {
  const aliases = new Set([credential.id, ...credential.aliases]);
  const known = new Set<number>();
  for (const alias of aliases) {
    const number = credentialOf(db, alias);
    if (number !== null) known.add(number);
  }
  // Numbers are given out in order: the smallest is the one that was known first.
  const [keep, ...others] = [...known].toSorted((a, b) => a - b);
  const number = keep === undefined ? writeRow(db, rowOf(credential)) : absorb(db, keep, others, credential);
  const name = db.sql(
    'INSERT INTO credential_alias (alias, credential) VALUES (?, ?) ON CONFLICT (alias) DO UPDATE SET credential = excluded.credential',
  );
  for (const alias of aliases) name.run(alias, number);
}

function absorb(db: Connection, keep: number, others: readonly number[], credential: Credential): number {
  for (const other of others) {
    const into = readRow(db, keep);
    const from = readRow(db, other);
    if (into === null || from === null) continue;
    db.sql('UPDATE credential_alias SET credential = ? WHERE credential = ?').run(keep, other);
    db.sql('DELETE FROM credential WHERE number = ?').run(other);
    // The one known first is the known one here too: what the other says fills its gaps only.
    writeRow(db, { ...combineRows(from, into), number: keep, id: into.id, provider: into.provider });
  }
  const known = readRow(db, keep);
  if (known === null) throw new RangeError(`credential ${keep} does not exist`);
  return writeRow(db, combineRows(known, rowOf(credential)));
}
