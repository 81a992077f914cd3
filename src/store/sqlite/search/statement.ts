import type { Partition } from '../events/partition-table.ts';
import { SLOTS } from '../events/slot.ts';
import type { SearchPlan, Span } from './search-plan.ts';

/** How the wanted contexts are found: through the index, or by looking at every row. */
export type ContextPath = 'any' | 'index' | 'filter';

/** FROM and WHERE of a search within one partition; bind with `boundsOf`. */
export function selection({ table }: Partition, plan: SearchPlan, path: ContextPath): string {
  const conditions = ['id >= ? AND id < ?'];
  // The plus keeps SQLite from using the index where reading every row is cheaper.
  if (path !== 'any') conditions.push(`${path === 'filter' ? '+' : ''}ctx IN temp.wanted_context`);
  if (plan.operations !== null) conditions.push('op IN temp.wanted_operation');
  if (plan.text !== null) {
    conditions.push('(+ctx IN temp.text_context OR op IN temp.text_operation OR target IN temp.text_target)');
  }
  if (plan.span.exact) conditions.push(`(id / ${SLOTS}) * 1000 + ms >= ? AND (id / ${SLOTS}) * 1000 + ms < ?`);
  const index = path === 'index' ? `INDEXED BY ${table}_ctx` : 'NOT INDEXED';
  return `FROM ${table} ${index} WHERE ${conditions.join(' AND ')}`;
}

export function boundsOf(span: Span, low: number, high: number): readonly number[] {
  const ids = [Math.max(low, span.low), Math.min(high, span.high)];
  return span.exact ? [...ids, span.from, span.to] : ids;
}
