import type { EventQuery, EventRow, PageRequest, SearchPage } from '../../../core/ports.ts';
import { type EventCells, EventReader, readCells } from '../events/event-rows.ts';
import type { EventTables } from '../events/event-tables.ts';
import type { Partition } from '../events/partition-table.ts';
import { contextPath } from './context-path.ts';
import { hoursWith, wholeOf } from './hour-ranges.ts';
import { formatPageCursor, parsePageCursor } from './page-cursor.ts';
import { partitionsOf, planSearch, type SearchPlan } from './search-plan.ts';
import { boundsOf, selection } from './statement.ts';

/** Events that fit the query, newest first, one partition after the other until the page is full. */
export function searchEvents(tables: EventTables, query: EventQuery, page: PageRequest): SearchPage {
  const before = page.after === undefined ? Number.MAX_SAFE_INTEGER : parsePageCursor(page.after);
  const plan = planSearch(tables, query);
  if (plan.empty) return { rows: [], next: null };
  const reader = new EventReader(tables);
  const rows: EventRow[] = [];
  let last = 0;
  let isMore = false;
  for (const partition of partitionsOf(tables, plan.span, before)) {
    // One more than fits tells whether there is another page.
    const found = cellsIn(tables, partition, plan, before, page.limit + 1 - rows.length);
    for (const cells of found) {
      isMore = rows.length >= page.limit;
      if (isMore) break;
      rows.push(reader.toRow(cells));
      last = cells[0];
    }
    if (isMore) break;
  }
  // Ids order by second; within one, by nothing that means anything to people.
  rows.sort((a, b) => b.time - a.time);
  return { rows, next: isMore ? formatPageCursor(last) : null };
}

function cellsIn(
  tables: EventTables,
  partition: Partition,
  plan: SearchPlan,
  before: number,
  limit: number,
): readonly EventCells[] {
  const { db } = tables;
  const path = contextPath(db, partition, plan.contexts);
  if (path === 'none') return [];
  const ranges = plan.operations === null ? [wholeOf(partition)] : hoursWith(db, partition, plan.operations);
  const found: EventCells[] = [];
  for (const { low, high } of ranges) {
    if (found.length >= limit) break;
    const bounds = boundsOf(plan.span, low, Math.min(high, before));
    found.push(...readCells(db, partition.table, selection(partition, plan, path), bounds, limit - found.length));
  }
  return found;
}
