import type { Connection } from '../connection.ts';

/** Number of the credential known by this alias; null when there is none. */
export function credentialOf(db: Connection, alias: string): number | null {
  const row = db.sql<{ credential: number }>('SELECT credential FROM credential_alias WHERE alias = ?').get(alias);
  return row?.credential ?? null;
}

/** Numbers of the credentials that a person may mean: the alias, or the part of one after its provider. */
export function credentialsMeant(db: Connection, text: string): readonly number[] {
  const exact = credentialOf(db, text);
  if (exact !== null) return [exact];
  return providers(db).flatMap(({ provider }) => credentialOf(db, `${provider}:${text}`) ?? []);
}

/** Jumps from one provider to the next through the index; DISTINCT would read every credential. */
function providers(db: Connection): readonly { readonly provider: string }[] {
  return db
    .sql<{ provider: string }>(
      `WITH RECURSIVE each (provider) AS (
         SELECT min(provider) FROM credential
         UNION ALL
         SELECT (SELECT min(provider) FROM credential WHERE provider > each.provider) FROM each WHERE provider IS NOT NULL
       ) SELECT provider FROM each WHERE provider IS NOT NULL`,
    )
    .all();
}

export function aliasesOfNumber(db: Connection, number: number): readonly string[] {
  const rows = db
    .sql<{ alias: string }>('SELECT alias FROM credential_alias WHERE credential = ? ORDER BY alias')
    .all(number);
  return rows.map(({ alias }) => alias);
}

/** All names of what is known by this one; the text itself when nothing is. */
export function aliasesOf(db: Connection, text: string): readonly string[] {
  const found = credentialsMeant(db, text).flatMap((number) => aliasesOfNumber(db, number));
  return found.length > 0 ? [...new Set(found)] : [text];
}
