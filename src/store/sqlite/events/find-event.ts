import type { EventRow } from '../../../core/ports.ts';
import type { Millis } from '../../../core/time.ts';
import { EventReader, readCells } from './event-rows.ts';
import type { EventTables } from './event-tables.ts';
import { partitionsBetween } from './partition-table.ts';
import { idAt, secondOf } from './slot.ts';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

/**
 * One event by its id as people write it. Ids have no index of their own (it would add a
 * quarter to the size of an event for a question that is rarely asked), so without a time
 * this reads the partitions, newest first.
 */
export function findEvent(tables: EventTables, eventId: string, time?: Millis): EventRow | null {
  const uuid = UUID.test(eventId) ? Buffer.from(eventId.replaceAll('-', ''), 'hex') : null;
  const { from, to } = time === undefined ? EVER : { from: secondOf(time), to: secondOf(time) + 1 };
  for (const { table } of partitionsBetween(tables.db, from, to)) {
    const selection = `FROM ${table} WHERE id >= ? AND id < ? AND (nid = ? OR (nid IS NULL AND eid = ?))`;
    const bounds = [idAt(from), Math.min(idAt(to), Number.MAX_SAFE_INTEGER), eventId, uuid];
    const [cells] = readCells(tables.db, table, selection, bounds, 1);
    if (cells !== undefined) return new EventReader(tables).toRow(cells);
  }
  return null;
}
