import type { InventoryItem } from '../../../core/credential.ts';
import { aliasOf } from '../../../core/event.ts';
import type { Millis } from '../../../core/time.ts';
import type { Connection } from '../connection.ts';
import { credentialOf } from './aliases.ts';
import { combineRows, factsText, powersText } from './combine.ts';
import { type CredentialRow, readRow, writeRow } from './credential-rows.ts';

export interface Advance {
  readonly item: InventoryItem;
  readonly before: Millis | null;
}

/** Upserts a page of a provider's list; returns those used since we read it last. Inside a transaction. */
export function saveInventory(
  db: Connection,
  items: readonly InventoryItem[],
  provider: string,
  at: Millis,
): readonly Advance[] {
  return items.flatMap((item) => {
    const before = saveItem(db, item, provider, at);
    const advanced = item.lastUsed !== null && (before === null || item.lastUsed > before);
    return advanced ? [{ item, before }] : [];
  });
}

/** Returns the last-used stamp that was known before. */
function saveItem(db: Connection, item: InventoryItem, provider: string, at: Millis): Millis | null {
  const alias = item.alias.startsWith(`${provider}:`) ? item.alias : aliasOf(provider, item.alias);
  const number = credentialOf(db, alias);
  const known = number === null ? null : readRow(db, number);
  const listed = rowOfItem(item, alias, provider, at);
  if (known !== null) {
    writeRow(db, combineRows(known, listed));
    return known.stamp;
  }
  const added = writeRow(db, listed);
  db.sql('INSERT INTO credential_alias (alias, credential) VALUES (?, ?)').run(alias, added);
  return null;
}

function rowOfItem(item: InventoryItem, id: string, provider: string, at: Millis): CredentialRow {
  return {
    number: 0,
    id,
    provider,
    account: item.account,
    kind: item.kind,
    actor: item.actor,
    session: '',
    state: item.state,
    created_at: item.createdAt,
    expires_at: item.expiresAt,
    first_seen: null,
    last_used: item.lastUsed,
    stamp: item.lastUsed,
    listed_at: at,
    powers: powersText(item.powers),
    facts: factsText(item.facts),
  };
}
