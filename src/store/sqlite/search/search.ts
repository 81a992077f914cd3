import type { EventQuery, EventRow, PageRequest, SearchPage } from '../../../core/ports.ts';
import { readEventRows } from '../events/event-rows.ts';
import type { EventTables } from '../events/event-tables.ts';
import { listPartitions, type Partition } from '../events/partition-table.ts';
import { idAt } from '../events/slot.ts';
import { contextPath } from './context-path.ts';
import { hoursWith, wholeOf } from './hour-ranges.ts';
import { formatPageCursor, parsePageCursor } from './page-cursor.ts';
import { planSearch, type SearchPlan } from './search-plan.ts';
import { boundsOf, selection } from './statement.ts';

/** Events that fit the query, newest first, one partition after the other until the page is full. */
export function searchEvents(tables: EventTables, query: EventQuery, page: PageRequest): SearchPage {
  const before = page.after === undefined ? Number.MAX_SAFE_INTEGER : parsePageCursor(page.after);
  const plan = planSearch(tables, query);
  if (plan.empty) return { rows: [], next: null };
  const rows: EventRow[] = [];
  let last = 0;
  let found = 0;
  for (const partition of listPartitions(tables.db)) {
    if (idAt(partition.start) >= Math.min(before, plan.span.high) || idAt(partition.end) <= plan.span.low) continue;
    // One more than fits tells whether there is another page.
    const ids = idsIn(tables, partition, plan, before, page.limit + 1 - found);
    found += ids.length;
    const shown = ids.slice(0, page.limit - rows.length);
    rows.push(...readEventRows(tables, partition.table, shown));
    last = shown.at(-1) ?? last;
    if (found > page.limit) break;
  }
  // Ids order by second; within one, by nothing that means anything to people.
  rows.sort((a, b) => b.time - a.time);
  return { rows, next: found > page.limit ? formatPageCursor(last) : null };
}

function idsIn(
  tables: EventTables,
  partition: Partition,
  plan: SearchPlan,
  before: number,
  limit: number,
): readonly number[] {
  const { db } = tables;
  const path = contextPath(db, partition, plan.contexts);
  if (path === 'none') return [];
  const ranges = plan.operations === null ? [wholeOf(partition)] : hoursWith(db, partition, plan.operations);
  const select = db.sql<{ id: number }>(`SELECT id ${selection(partition, plan, path)} ORDER BY id DESC LIMIT ?`);
  const ids: number[] = [];
  for (const { low, high } of ranges) {
    if (ids.length >= limit) break;
    const rows = select.all(...boundsOf(plan.span, low, Math.min(high, before)), limit - ids.length);
    for (const { id } of rows) ids.push(id);
  }
  return ids;
}
