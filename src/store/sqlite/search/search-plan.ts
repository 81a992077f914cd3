import type { EventQuery } from '../../../core/ports.ts';
import type { Millis } from '../../../core/time.ts';
import type { EventTables } from '../events/event-tables.ts';
import { type Partition, partitionsBetween } from '../events/partition-table.ts';
import { idAt, SLOTS, secondOf } from '../events/slot.ts';
import { findContexts } from './find-contexts.ts';
import { findOperations } from './find-operations.ts';
import { findText, type TextMatch } from './find-text.ts';
import { fillWanted } from './wanted.ts';

/** Row ids in [low, high) and, where seconds do not say it exactly, times in [from, to). */
export interface Span {
  readonly low: number;
  readonly high: number;
  readonly from: Millis;
  readonly to: Millis;
  /** True when the times must be compared too. */
  readonly exact: boolean;
}

/** A query, resolved into numbers. */
export interface SearchPlan {
  readonly span: Span;
  readonly contexts: ReadonlySet<number> | null;
  readonly operations: ReadonlySet<number> | null;
  readonly text: TextMatch | null;
  /** True when the dictionary says already that nothing fits. */
  readonly empty: boolean;
}

export const FOREVER: Span = {
  low: 0,
  high: Number.MAX_SAFE_INTEGER,
  from: Number.MIN_SAFE_INTEGER,
  to: Number.MAX_SAFE_INTEGER,
  exact: false,
};

/** Resolves the query and fills the sets that its statements join with. */
export function planSearch(tables: EventTables, query: EventQuery): SearchPlan {
  const contexts = findContexts(tables, query);
  const operations = findOperations(tables, query);
  const text = query.text === undefined || query.text === '' ? null : findText(tables, query.text);
  if (contexts !== null) fillWanted(tables.db, 'wanted_context', contexts);
  if (operations !== null) fillWanted(tables.db, 'wanted_operation', operations);
  if (text !== null) {
    fillWanted(tables.db, 'text_context', text.contexts);
    fillWanted(tables.db, 'text_operation', text.operations);
    fillWanted(tables.db, 'text_target', text.targets);
  }
  const span = spanOf(query.from, query.to);
  return { span, contexts, operations, text, empty: isEmpty(contexts, operations, text) || span.low >= span.high };
}

export function spanOf(from: Millis | undefined, to: Millis | undefined): Span {
  const first = from ?? FOREVER.from;
  const end = to ?? FOREVER.to;
  if (first >= end) return { ...FOREVER, high: 0 };
  const low = idAt(secondOf(first));
  // The second that holds the last millisecond belongs to the span.
  const high = to === undefined ? FOREVER.high : idAt(secondOf(end - 1) + 1);
  return { low, high, from: first, to: end, exact: !isWhole(from) || !isWhole(to) };
}

/** Whether the bound falls on a second that rows can have: then ids say it all. */
function isWhole(bound: Millis | undefined): boolean {
  return bound === undefined || (bound % 1000 === 0 && secondOf(bound) * 1000 === bound && bound > 0);
}

function isEmpty(
  contexts: ReadonlySet<number> | null,
  operations: ReadonlySet<number> | null,
  text: TextMatch | null,
): boolean {
  if (contexts?.size === 0 || operations?.size === 0) return true;
  return text !== null && text.contexts.length + text.operations.length + text.targets.length === 0;
}

/** Partitions that hold ids of the span, newest first. @param before row id from which on nothing is wanted */
export function partitionsOf(
  { db }: EventTables,
  { low, high }: Span,
  before: number = Number.MAX_SAFE_INTEGER,
): readonly Partition[] {
  return partitionsBetween(db, Math.floor(low / SLOTS), Math.ceil(Math.min(high, before) / SLOTS));
}
