import type { Connection } from '../connection.ts';
import type { EventTables } from '../events/event-tables.ts';
import { containing } from './pattern.ts';

/** Where a text occurs: an event fits when its context, its operation or its target does. */
export interface TextMatch {
  readonly contexts: readonly number[];
  readonly operations: readonly number[];
  readonly targets: readonly number[];
}

/** Looks through the dictionary, which is far smaller than the events that refer to it. */
export function findText({ db }: EventTables, text: string): TextMatch {
  const pattern = containing(text);
  const names = JSON.stringify(idsOf(db, "SELECT id FROM name WHERE text LIKE ? ESCAPE '\\'", pattern));
  return {
    contexts: idsOf(
      db,
      `WITH found AS MATERIALIZED (SELECT value AS id FROM json_each(?))
       SELECT id FROM context WHERE actor IN found
       UNION SELECT id FROM context WHERE session IN found
       UNION SELECT id FROM context WHERE agent IN found`,
      names,
    ),
    operations: idsOf(db, 'SELECT id FROM operation WHERE action IN (SELECT value FROM json_each(?))', names),
    targets: idsOf(db, "SELECT id FROM target WHERE text LIKE ? ESCAPE '\\'", pattern),
  };
}

function idsOf(db: Connection, sql: string, value: string): readonly number[] {
  return db
    .sql<{ id: number }>(sql)
    .all(value)
    .map(({ id }) => id);
}
