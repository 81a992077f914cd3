import type { EventRow } from '../../../core/ports.ts';
import { readEventRows } from './event-rows.ts';
import type { EventTables } from './event-tables.ts';
import { listPartitions } from './partition-table.ts';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/**
 * One event by its id as people write it. Ids have no index of their own (a quarter of the
 * size of an event for a question that is rarely asked), so this reads the partitions, newest first.
 */
export function findEvent(tables: EventTables, eventId: string): EventRow | null {
  const uuid = UUID.test(eventId) ? Buffer.from(eventId.replaceAll('-', ''), 'hex') : null;
  for (const { table } of listPartitions(tables.db)) {
    const id =
      findId(tables, table, 'nid', eventId) ?? (uuid === null ? null : findId(tables, table, 'nid IS NULL AND eid', uuid));
    const row = id === null ? undefined : readEventRows(tables, table, [id])[0];
    if (row !== undefined) return row;
  }
  return null;
}

function findId(tables: EventTables, table: string, column: string, value: string | Buffer): number | null {
  const row = tables.db.sql<{ id: number }>(`SELECT id FROM ${table} WHERE ${column} = ?`).get(value);
  return row?.id ?? null;
}
