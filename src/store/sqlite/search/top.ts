import type { EventQuery, TopBy, TopRow } from '../../../core/ports.ts';
import type { EventTables } from '../events/event-tables.ts';
import type { Partition } from '../events/partition-table.ts';
import { idAt } from '../events/slot.ts';
import { HOUR_SECONDS } from '../rollup/partition-hours.ts';
import { type Dimension, visitCounts, visitTotals } from '../rollup/rollup-read.ts';
import { Totals } from '../rollup/totals.ts';
import { contextPath } from './context-path.ts';
import { hoursWith, wholeOf } from './hour-ranges.ts';
import { partitionsOf, planSearch, type SearchPlan } from './search-plan.ts';
import { boundsOf, selection } from './statement.ts';
import { rankKeys } from './top-keys.ts';

type Add = (id: number, n: number) => void;

/** The most frequent actions, verbs, credentials, actors or addresses among the events that fit the query. */
export function topOf(tables: EventTables, by: TopBy, query: EventQuery, limit: number): readonly TopRow[] {
  // A context says its provider, so that the rollup of contexts can answer for one provider.
  const { provider, ...rest } = query;
  const dimension = by === 'action' || by === 'verb' ? 'operation' : 'context';
  const plan = planSearch(tables, dimension === 'operation' ? query : rest);
  if (plan.empty) return [];
  const totals = new Totals();
  countAll(tables, dimension, plan, (id, n) => totals.add(id, n));
  return rankKeys(tables, by, totals, provider, limit);
}

function countAll(tables: EventTables, dimension: Dimension, plan: SearchPlan, add: Add): void {
  const wanted = dimension === 'operation' ? plan.operations : plan.contexts;
  const other = dimension === 'operation' ? plan.contexts : plan.operations;
  const addWanted: Add = wanted === null ? add : (id, n) => (wanted.has(id) ? add(id, n) : undefined);
  for (const partition of partitionsOf(tables, plan.span)) {
    // The rollups know of one thing at a time: for two at once, and for texts, the rows must be read.
    if (other !== null || plan.text !== null) countRows(tables, dimension, plan, partition, add);
    else countRollup(tables, dimension, plan, partition, addWanted, add);
  }
}

/** Whole hours from the rollup, what the span cuts off at its ends from the rows. */
function countRollup(
  tables: EventTables,
  dimension: Dimension,
  plan: SearchPlan,
  partition: Partition,
  addWanted: Add,
  addRow: Add,
): void {
  const { span } = plan;
  const hourIds = idAt(HOUR_SECONDS);
  const whole = wholeOf(partition);
  // A bound within a second may cut the hour (or the day) that begins or ends there.
  const cut = span.exact ? 1 : 0;
  const low = Math.max(span.low + cut, whole.low);
  const high = Math.min(span.high - cut, whole.high);
  if (low === whole.low && high === whole.high) {
    visitTotals(tables.db, partition, dimension, addWanted);
    return;
  }
  const firstHour = Math.ceil(low / hourIds);
  const endHour = Math.floor(high / hourIds);
  if (firstHour >= endHour) {
    countRows(tables, dimension, plan, partition, addRow);
    return;
  }
  visitCounts(tables.db, partition, dimension, (hour, id, n) => {
    if (hour >= firstHour && hour < endHour) addWanted(id, n);
  });
  countRows(tables, dimension, { ...plan, span: { ...span, high: firstHour * hourIds } }, partition, addRow);
  countRows(tables, dimension, { ...plan, span: { ...span, low: endHour * hourIds } }, partition, addRow);
}

function countRows(tables: EventTables, dimension: Dimension, plan: SearchPlan, partition: Partition, add: Add): void {
  const { db } = tables;
  const { span } = plan;
  if (Math.max(span.low, idAt(partition.start)) >= Math.min(span.high, idAt(partition.end))) return;
  const path = contextPath(db, partition, plan.contexts);
  if (path === 'none') return;
  const ranges = plan.operations === null ? [wholeOf(partition)] : hoursWith(db, partition, plan.operations);
  const column = dimension === 'operation' ? 'op' : 'ctx';
  const select = db
    .sql<readonly [id: number, n: number]>(
      `SELECT ${column}, count(*) ${selection(partition, plan, path)} GROUP BY ${column}`,
    )
    .raw();
  for (const { low, high } of ranges) {
    for (const [id, n] of select.all(...boundsOf(span, low, high))) add(id, n);
  }
}
