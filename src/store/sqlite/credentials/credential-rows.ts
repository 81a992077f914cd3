import type { Credential, CredentialFacts, CredentialState } from '../../../core/credential.ts';
import type { CredentialKind } from '../../../core/event.ts';
import type { Millis } from '../../../core/time.ts';
import type { Connection } from '../connection.ts';
import { aliasesOfNumber } from './aliases.ts';

/** A credential as stored, without its aliases. */
export interface CredentialRow {
  readonly number: number;
  readonly id: string;
  readonly provider: string;
  readonly account: string;
  readonly kind: CredentialKind;
  readonly actor: string;
  readonly session: string;
  readonly state: CredentialState;
  readonly created_at: Millis | null;
  readonly expires_at: Millis | null;
  readonly first_seen: Millis | null;
  readonly last_used: Millis | null;
  readonly stamp: Millis | null;
  readonly listed_at: Millis | null;
  /** A JSON list of texts. */
  readonly powers: string | null;
  /** A JSON object of texts. */
  readonly facts: string | null;
}

export function readRow(db: Connection, number: number): CredentialRow | null {
  return db.sql<CredentialRow>('SELECT * FROM credential WHERE number = ?').get(number) ?? null;
}

export function readCredential(db: Connection, number: number): Credential | null {
  const row = readRow(db, number);
  return row === null ? null : toCredential(db, row);
}

/** The id comes first among the aliases. */
export function toCredential(db: Connection, row: CredentialRow): Credential {
  const aliases = aliasesOfNumber(db, row.number);
  return {
    id: row.id,
    aliases: [row.id, ...aliases.filter((alias) => alias !== row.id)],
    provider: row.provider,
    account: row.account,
    kind: row.kind,
    actor: row.actor,
    session: row.session,
    state: row.state,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    firstSeen: row.first_seen,
    lastUsed: row.last_used,
    ...(row.powers === null ? {} : { powers: JSON.parse(row.powers) as readonly string[] }),
    ...(row.facts === null ? {} : { facts: JSON.parse(row.facts) as CredentialFacts }),
  };
}

const FIELDS =
  'id, provider, account, kind, actor, session, state, created_at, expires_at, first_seen, last_used, stamp, listed_at, powers, facts';

/** Inserts the row, or replaces the one with the same number; 0 asks for a new number. */
export function writeRow(db: Connection, row: CredentialRow): number {
  const values = [
    row.id,
    row.provider,
    row.account,
    row.kind,
    row.actor,
    row.session,
    row.state,
    row.created_at,
    row.expires_at,
    row.first_seen,
    row.last_used,
    row.stamp,
    row.listed_at,
    row.powers,
    row.facts,
  ];
  if (row.number > 0) {
    db.sql(`UPDATE credential SET (${FIELDS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE number = ?`).run(
      ...values,
      row.number,
    );
    return row.number;
  }
  const added = db
    .sql(`INSERT INTO credential (${FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(...values);
  return Number(added.lastInsertRowid);
}
