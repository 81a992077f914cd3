import type { EventTables } from './event-tables.ts';
import { digestOf } from './hash.ts';

/** Remembers that a place is stored completely; true when that is new. Inside a transaction. */
export function savePlace(tables: EventTables, source: string, place: string): boolean {
  const added = tables.db
    .sql('INSERT INTO place (source, digest) VALUES (?, ?) ON CONFLICT DO NOTHING')
    .run(tables.names.intern(source), digestOf(place));
  return added.changes === 1;
}

export function storedPlaces(tables: EventTables, source: string, places: readonly string[]): ReadonlySet<string> {
  const number = tables.names.find(source);
  if (number === null) return new Set();
  const find = tables.db.sql('SELECT 1 FROM place WHERE source = ? AND digest = ?');
  return new Set(places.filter((place) => find.get(number, digestOf(place)) !== undefined));
}
