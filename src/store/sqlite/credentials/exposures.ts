import type { Exposure } from '../../../core/exposure.ts';
import type { Connection } from '../connection.ts';
import { aliasesOf } from './aliases.ts';

/** Idempotent by id; the first report stays. Inside a transaction. */
export function saveExposure(db: Connection, exposure: Exposure): 'new' | 'known' {
  const { changes } = db
    .sql(
      'INSERT INTO exposure (id, credential, fingerprint, reported_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    )
    .run(exposure.id, exposure.credential, exposure.fingerprint, exposure.reportedAt, JSON.stringify(exposure));
  return changes === 1 ? 'new' : 'known';
}

/** Oldest report first; all of them when nothing is asked for. */
export function listExposures(
  db: Connection,
  filter: { readonly credential?: string; readonly fingerprint?: string },
): readonly Exposure[] {
  const conditions: string[] = [];
  const values: string[] = [];
  if (filter.credential !== undefined) {
    conditions.push('credential IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(aliasesOf(db, filter.credential)));
  }
  if (filter.fingerprint !== undefined) {
    conditions.push('fingerprint = ?');
    values.push(filter.fingerprint);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return db
    .sql<{ body: string }>(`SELECT body FROM exposure ${where} ORDER BY reported_at, id`)
    .all(...values)
    .map(({ body }) => JSON.parse(body) as Exposure);
}
