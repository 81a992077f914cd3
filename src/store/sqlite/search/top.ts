import { aliasOf } from '../../../core/event.ts';
import type { EventQuery, TopRow } from '../../../core/ports.ts';
import type { EventTables } from '../events/event-tables.ts';
import { listPartitions, type Partition } from '../events/partition-table.ts';
import { idAt } from '../events/slot.ts';
import { HOUR_SECONDS } from '../rollup/rollup-counts.ts';
import { type Dimension, visitCounts, visitDay } from '../rollup/rollup-read.ts';
import { contextPath } from './context-path.ts';
import { hoursWith, wholeOf } from './hour-ranges.ts';
import { planSearch, type SearchPlan, type Span } from './search-plan.ts';
import { boundsOf, selection } from './statement.ts';

export type TopBy = 'action' | 'credential' | 'actor' | 'address';

type Add = (id: number, n: number) => void;

/** The most frequent actions, credentials, actors or addresses among the events that fit the query. */
export function topOf(tables: EventTables, by: TopBy, query: EventQuery, limit: number): readonly TopRow[] {
  // A context says its provider, so that the rollup of contexts can answer for one provider.
  const { provider, ...rest } = query;
  const plan = planSearch(tables, by === 'action' ? query : rest);
  if (plan.empty) return [];
  const counts = new Map<number, number>();
  const add: Add = (id, n) => {
    counts.set(id, (counts.get(id) ?? 0) + n);
  };
  countAll(tables, by === 'action' ? 'operation' : 'context', plan, add);
  const byKey = new Map<string, number>();
  for (const [id, n] of counts) {
    const key = keyOf(tables, by, id, provider);
    if (key !== '') byKey.set(key, (byKey.get(key) ?? 0) + n);
  }
  return [...byKey]
    .map(([key, count]) => ({ key, count }))
    .toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, limit);
}

/** '' for what has no such thing, or is not asked for. */
function keyOf(tables: EventTables, by: TopBy, id: number, provider: string | undefined): string {
  if (by === 'action') return tables.operations.read(id).action;
  const context = tables.contexts.read(id);
  if (provider !== undefined && context.provider !== provider) return '';
  if (by === 'credential') return context.credential === '' ? '' : aliasOf(context.provider, context.credential);
  return context[by];
}

function countAll(tables: EventTables, dimension: Dimension, plan: SearchPlan, add: Add): void {
  const wanted = dimension === 'operation' ? plan.operations : plan.contexts;
  const other = dimension === 'operation' ? plan.contexts : plan.operations;
  const addWanted: Add = wanted === null ? add : (id, n) => (wanted.has(id) ? add(id, n) : undefined);
  const { span } = plan;
  for (const partition of listPartitions(tables.db)) {
    if (idAt(partition.start) >= span.high || idAt(partition.end) <= span.low) continue;
    if (other !== null || plan.text !== null) countRows(tables, dimension, plan, partition, add);
    else countRollup(tables, dimension, plan, partition, addWanted, add);
  }
}

function countRollup(
  tables: EventTables,
  dimension: Dimension,
  plan: SearchPlan,
  partition: Partition,
  add: Add,
  addRow: Add,
): void {
  const { span } = plan;
  const whole = wholeOf(partition);
  if (span.low <= whole.low && span.high >= whole.high && !span.exact) {
    if (dimension === 'context') visitDay(tables.db, partition, add);
    else visitCounts(tables.db, partition, dimension, (_hour, id, n) => add(id, n));
    return;
  }
  const hourIds = idAt(HOUR_SECONDS);
  const low = Math.max(span.low, whole.low);
  const high = Math.min(span.high, whole.high);
  const { firstHour, endHour } = wholeHours(span, low, high);
  if (firstHour >= endHour) {
    countRows(tables, dimension, plan, partition, addRow);
    return;
  }
  visitCounts(tables.db, partition, dimension, (hour, id, n) => {
    if (hour >= firstHour && hour < endHour) add(id, n);
  });
  countRows(tables, dimension, { ...plan, span: { ...span, high: firstHour * hourIds } }, partition, addRow);
  countRows(tables, dimension, { ...plan, span: { ...span, low: endHour * hourIds } }, partition, addRow);
}

/** Hours that lie in the span with all their milliseconds. */
function wholeHours(span: Span, low: number, high: number): { readonly firstHour: number; readonly endHour: number } {
  const hourIds = idAt(HOUR_SECONDS);
  // A bound within a second may cut the hour that begins or ends there.
  const cut = span.exact ? 1 : 0;
  return { firstHour: Math.ceil((low + cut) / hourIds), endHour: Math.floor((high - cut) / hourIds) };
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
