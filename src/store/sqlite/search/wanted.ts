import type { Connection } from '../connection.ts';

/** Sets of numbers that one search joins with; temporary tables, private to the connection. */
export type WantedSet = 'wanted_context' | 'wanted_operation' | 'text_context' | 'text_operation' | 'text_target';

const SETS: readonly WantedSet[] = [
  'wanted_context',
  'wanted_operation',
  'text_context',
  'text_operation',
  'text_target',
];

export function createWantedSets(db: Connection): void {
  for (const set of SETS) db.database.exec(`CREATE TEMP TABLE IF NOT EXISTS ${set} (id INTEGER PRIMARY KEY)`);
}

export function fillWanted(db: Connection, set: WantedSet, ids: Iterable<number>): void {
  db.sql(`DELETE FROM temp.${set}`).run();
  db.sql(`INSERT OR IGNORE INTO temp.${set} SELECT value FROM json_each(?)`).run(JSON.stringify([...ids]));
}
