import type { EventRow } from '../../../core/ports.ts';
import { EventReader, readCells } from './event-rows.ts';
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
    const [cells] = readCells(
      tables.db,
      table,
      `FROM ${table} WHERE nid = ? OR (nid IS NULL AND eid = ?)`,
      [eventId, uuid],
      1,
    );
    if (cells !== undefined) return new EventReader(tables).toRow(cells);
  }
  return null;
}
