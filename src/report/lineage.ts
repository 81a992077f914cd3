import type { Credential, LineageEdge } from '../core/credential.ts';

/** A credential with everything minted from it. */
export interface LineageNode {
  readonly alias: string;
  /** Null where only a minting event names it. */
  readonly credential: Credential | null;
  /** The event that made it, null for a root. */
  readonly made: LineageEdge | null;
  readonly children: readonly LineageNode[];
}

/** The trees that the credentials form, the oldest first. Each credential stands once, circles or not. */
export function lineageOf(credentials: readonly Credential[], edges: readonly LineageEdge[]): readonly LineageNode[] {
  const ids = new Map(credentials.flatMap((one) => one.aliases.map((alias) => [alias, one.id] as const)));
  const idOf = (alias: string): string => ids.get(alias) ?? alias;
  const byId = new Map(credentials.map((one) => [one.id, one]));
  const below = new Map<string, LineageEdge[]>();
  const made = new Set<string>();
  for (const edge of [...edges].sort((a, b) => a.at - b.at || (a.child < b.child ? -1 : 1))) {
    if (made.has(idOf(edge.child)) || idOf(edge.child) === idOf(edge.parent)) continue;
    made.add(idOf(edge.child));
    below.set(idOf(edge.parent), [...(below.get(idOf(edge.parent)) ?? []), edge]);
  }
  const placed = new Set<string>();
  const node = (alias: string, edge: LineageEdge | null): readonly LineageNode[] => {
    const id = idOf(alias);
    if (placed.has(id)) return [];
    placed.add(id);
    const children = (below.get(id) ?? []).flatMap((one) => node(one.child, one));
    return [{ alias: id, credential: byId.get(id) ?? null, made: edge, children }];
  };
  const all = [...new Set([...byId.keys(), ...edges.map((edge) => idOf(edge.parent))])].sort(
    (a, b) => born(byId.get(a)) - born(byId.get(b)) || (a < b ? -1 : 1),
  );
  const roots = all.filter((id) => !made.has(id));
  return [...roots, ...all].flatMap((id) => node(id, null));
}

function born(credential: Credential | undefined): number {
  return credential?.createdAt ?? credential?.firstSeen ?? 0;
}
