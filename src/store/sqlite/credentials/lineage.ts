import type { LineageEdge } from '../../../core/credential.ts';
import type { CredentialKind } from '../../../core/event.ts';
import type { Millis } from '../../../core/time.ts';
import type { Connection } from '../connection.ts';
import { aliasesOf } from './aliases.ts';

interface EdgeRow {
  readonly parent: string;
  readonly child: string;
  readonly child_kind: CredentialKind;
  readonly child_actor: string;
  readonly at: Millis;
  readonly expires: Millis | null;
  readonly event_id: string;
}

/** One edge a pair, with the event that was first. Inside a transaction. */
export function saveEdge(db: Connection, edge: LineageEdge): void {
  db.sql(
    `INSERT INTO edge (parent, child, child_kind, child_actor, at, expires, event_id) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (parent, child) DO UPDATE SET (child_kind, child_actor, at, expires, event_id) =
       (excluded.child_kind, excluded.child_actor, excluded.at, excluded.expires, excluded.event_id)
     WHERE excluded.at < at`,
  ).run(edge.parent, edge.child, edge.childKind, edge.childActor, edge.at, edge.expires, edge.eventId);
}

/**
 * Edges below (or above) a credential, nearest first. Whoever writes the records could make
 * a credential its own grandchild: each is visited once.
 */
export function walk(db: Connection, text: string, way: 'down' | 'up'): readonly LineageEdge[] {
  const select = db.sql<EdgeRow>(
    way === 'down'
      ? 'SELECT * FROM edge WHERE parent = ? ORDER BY at, child'
      : 'SELECT * FROM edge WHERE child = ? ORDER BY at, parent',
  );
  const visited = new Set(aliasesOf(db, text));
  const queue = [...visited];
  const edges: LineageEdge[] = [];
  for (const alias of queue) {
    for (const row of select.all(alias)) {
      const next = way === 'down' ? row.child : row.parent;
      edges.push(toEdge(row));
      for (const name of [next, ...aliasesOf(db, next)]) {
        if (visited.has(name)) continue;
        visited.add(name);
        queue.push(name);
      }
    }
  }
  return edges;
}

/** Every alias of a credential and of everything minted from it. */
export function descendantAliases(db: Connection, text: string): readonly string[] {
  const found = new Set(aliasesOf(db, text));
  for (const { child } of walk(db, text, 'down')) for (const alias of aliasesOf(db, child)) found.add(alias);
  return [...found];
}

function toEdge(row: EdgeRow): LineageEdge {
  return {
    parent: row.parent,
    child: row.child,
    childKind: row.child_kind,
    childActor: row.child_actor,
    at: row.at,
    expires: row.expires,
    eventId: row.event_id,
  };
}
