import type { EventTables } from './event-tables.ts';
import { digestOf } from './hash.ts';

/** Remembers that a place is stored completely; true when that is new. Inside a transaction. */
export function savePlace({ db }: EventTables, place: string): boolean {
  return db.sql('INSERT INTO place (digest) VALUES (?) ON CONFLICT DO NOTHING').run(digestOf(place)).changes === 1;
}

export function storedPlaces({ db }: EventTables, places: readonly string[]): ReadonlySet<string> {
  const find = db.sql('SELECT 1 FROM place WHERE digest = ?');
  return new Set(places.filter((place) => find.get(digestOf(place)) !== undefined));
}
