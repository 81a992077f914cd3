import type { EventQuery } from '../../../core/ports.ts';
import type { Connection } from '../connection.ts';
import { aliasesOf } from '../credentials/aliases.ts';
import { descendantAliases } from '../credentials/lineage.ts';
import type { EventTables } from '../events/event-tables.ts';
import { addressBlock } from './address-block.ts';
import { globOf } from './pattern.ts';

/** Numbers of the contexts that fit the query; null when it asks nothing about them. */
export function findContexts(tables: EventTables, query: EventQuery): ReadonlySet<number> | null {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const need = (condition: string, ...bound: readonly unknown[]): void => {
    conditions.push(condition);
    values.push(...bound);
  };
  if (query.credential !== undefined) {
    need(
      'id IN (SELECT value FROM json_each(?))',
      JSON.stringify(credentialContexts(tables, query.credential, query.lineage === true)),
    );
  }
  if (query.actor !== undefined) {
    const names = JSON.stringify(matchingNames(tables, query.actor));
    need('(actor IN (SELECT value FROM json_each(?)) OR session IN (SELECT value FROM json_each(?)))', names, names);
  }
  if (query.address !== undefined) {
    need('address IN (SELECT value FROM json_each(?))', JSON.stringify(addressNames(tables, query.address)));
  }
  if (query.account !== undefined) need('account = ?', tables.names.find(query.account) ?? -1);
  if (conditions.length === 0) return null;
  return idsOf(tables.db, `SELECT id FROM context WHERE ${conditions.join(' AND ')}`, values);
}

function credentialContexts(tables: EventTables, text: string, lineage: boolean): readonly number[] {
  const { db, names } = tables;
  const aliases = lineage ? descendantAliases(db, text) : aliasesOf(db, text);
  const found = new Set<number>();
  for (const alias of new Set([text, ...aliases])) {
    const bare = names.find(alias);
    if (bare !== null) addIds(found, db, 'SELECT id FROM context WHERE credential = ?', [bare]);
    const colon = alias.indexOf(':');
    const provider = colon === -1 ? null : names.find(alias.slice(0, colon));
    const identifier = colon === -1 ? null : names.find(alias.slice(colon + 1));
    if (provider === null || identifier === null) continue;
    addIds(found, db, 'SELECT id FROM context WHERE credential = ? AND provider = ?', [identifier, provider]);
  }
  return [...found];
}

function matchingNames(tables: EventTables, pattern: string): readonly number[] {
  if (!pattern.includes('*')) {
    const id = tables.names.find(pattern);
    return id === null ? [] : [id];
  }
  return [...idsOf(tables.db, 'SELECT id FROM name WHERE text GLOB ?', [globOf(pattern)])];
}

function addressNames(tables: EventTables, text: string): readonly number[] {
  const inBlock = addressBlock(text);
  if (inBlock === null) {
    const id = tables.names.find(text);
    return id === null ? [] : [id];
  }
  return tables.db
    .sql<{ id: number; text: string }>('SELECT id, text FROM name WHERE id IN (SELECT DISTINCT address FROM context)')
    .all()
    .filter((row) => inBlock(row.text))
    .map(({ id }) => id);
}

function idsOf(db: Connection, sql: string, values: readonly unknown[]): Set<number> {
  const found = new Set<number>();
  addIds(found, db, sql, values);
  return found;
}

function addIds(into: Set<number>, db: Connection, sql: string, values: readonly unknown[]): void {
  for (const { id } of db.sql<{ id: number }>(sql).all(...values)) into.add(id);
}
