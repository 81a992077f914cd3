import type { Credential, LineageEdge } from '../../../core/credential.ts';
import type { Connection } from '../connection.ts';
import { credentialOf } from './aliases.ts';
import { readCredential } from './credential-rows.ts';
import { walk } from './lineage.ts';

/** Those it was minted from, the topmost first. */
export function ancestors(db: Connection, alias: string): readonly Credential[] {
  const edges = walk(db, alias, 'up');
  return others(
    db,
    alias,
    edges.map((edge) => known(db, edge.parent) ?? stub(edge.parent, null)),
  ).toReversed();
}

export function descendants(
  db: Connection,
  alias: string,
): { readonly credentials: readonly Credential[]; readonly edges: readonly LineageEdge[] } {
  const edges = walk(db, alias, 'down');
  return {
    credentials: others(
      db,
      alias,
      edges.map((edge) => known(db, edge.child) ?? stub(edge.child, edge)),
    ),
    edges,
  };
}

/** Each once, without the credential that was asked about. */
function others(db: Connection, alias: string, found: readonly Credential[]): readonly Credential[] {
  const self = known(db, alias)?.id ?? alias;
  const byId = new Map(found.map((credential) => [credential.id, credential]));
  byId.delete(self);
  return [...byId.values()];
}

function known(db: Connection, alias: string): Credential | null {
  const number = credentialOf(db, alias);
  return number === null ? null : readCredential(db, number);
}

/** What an edge alone tells of a credential that was never seen in use. */
function stub(alias: string, edge: LineageEdge | null): Credential {
  return {
    id: alias,
    aliases: [alias],
    provider: alias.slice(0, Math.max(0, alias.indexOf(':'))),
    account: '',
    kind: edge?.childKind ?? 'none',
    actor: edge?.childActor ?? '',
    session: '',
    state: 'unknown',
    createdAt: edge?.at ?? null,
    expiresAt: edge?.expires ?? null,
    firstSeen: null,
    lastUsed: null,
  };
}
