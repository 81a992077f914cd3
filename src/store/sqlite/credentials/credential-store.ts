import type { Credential } from '../../../core/credential.ts';
import type { CredentialStore } from '../../../core/ports.ts';
import type { Connection } from '../connection.ts';
import { credentialsMeant } from './aliases.ts';
import { type CredentialRow, readCredential, toCredential } from './credential-rows.ts';
import { listExposures, saveExposure } from './exposures.ts';
import { saveInventory } from './inventory.ts';
import { ancestors, descendants } from './relatives.ts';

export function createCredentialStore(db: Connection): CredentialStore {
  return {
    get: async (alias) => db.read('look up a credential', () => getCredential(db, alias)),
    list: async (filter) => db.read('list the credentials', () => listCredentials(db, filter)),
    saveInventory: async (items, provider, at) =>
      db.write('save the inventory', () => saveInventory(db, items, provider, at)),
    ancestors: async (alias) => db.read('read the lineage', () => ancestors(db, alias)),
    descendants: async (alias) => db.read('read the lineage', () => descendants(db, alias)),
    saveExposure: async (exposure) => db.write('save an exposure', () => saveExposure(db, exposure)),
    exposures: async (filter) => db.read('read the exposures', () => listExposures(db, filter)),
  };
}

/** Without a provider only when that leaves no doubt. */
function getCredential(db: Connection, alias: string): Credential | null {
  const [number, ...others] = credentialsMeant(db, alias);
  return number === undefined || others.length > 0 ? null : readCredential(db, number);
}

function listCredentials(
  db: Connection,
  filter: { readonly provider?: string; readonly account?: string; readonly kind?: string },
): readonly Credential[] {
  const columns = ['provider', 'account', 'kind'] as const;
  const asked = columns.filter((column) => filter[column] !== undefined);
  const where = asked.length === 0 ? '' : `WHERE ${asked.map((column) => `${column} = ?`).join(' AND ')}`;
  return db
    .sql<CredentialRow>(`SELECT * FROM credential ${where} ORDER BY id`)
    .all(...asked.map((column) => filter[column]))
    .map((row) => toCredential(db, row));
}
