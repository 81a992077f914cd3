import { type EventBatch, type EventContext, eventIdOf, type Operation } from '../../src/core/batch.ts';
import type { EventQuery, TopRow } from '../../src/core/ports.ts';

/** An event of a batch, written out. */
export interface PlainEvent {
  readonly id: string;
  readonly time: number;
  readonly context: EventContext;
  readonly operation: Operation;
  readonly target: string;
}

export function plainEvents(batch: EventBatch): readonly PlainEvent[] {
  return Array.from({ length: batch.size }, (_, row) => {
    const context = batch.contexts[batch.context[row] ?? -1];
    const operation = batch.operations[batch.operation[row] ?? -1];
    const target = batch.targets[batch.target[row] ?? -1];
    if (context === undefined || operation === undefined || target === undefined) throw new RangeError('bad batch');
    return { id: eventIdOf(batch, row), time: batch.time[row] ?? 0, context, operation, target };
  });
}

/** What a search means, said in the plainest way: true when the event fits. Knows no lineage and no blocks. */
export function fits({ time, context, operation, target }: PlainEvent, query: EventQuery): boolean {
  const text = query.text?.toLowerCase();
  const names = [operation.action, context.actor, context.session, context.agent, target];
  return (
    (query.from === undefined || time >= query.from) &&
    (query.to === undefined || time < query.to) &&
    (query.credential === undefined ||
      query.credential === context.credential ||
      query.credential === `${context.provider}:${context.credential}`) &&
    (query.actor === undefined || query.actor === context.actor || query.actor === context.session) &&
    (query.address === undefined || query.address === context.address) &&
    (query.action === undefined || query.action.toLowerCase() === operation.action.toLowerCase()) &&
    (query.provider === undefined || query.provider === context.provider) &&
    (query.account === undefined || query.account === context.account) &&
    (query.outcome === undefined || query.outcome === operation.outcome) &&
    (text === undefined || names.some((name) => name.toLowerCase().includes(text)))
  );
}

type By = 'action' | 'credential' | 'actor' | 'address';

export function topOf(events: readonly PlainEvent[], by: By, limit: number): readonly TopRow[] {
  const counts = new Map<string, number>();
  for (const { context, operation } of events) {
    const credential = context.credential === '' ? '' : `${context.provider}:${context.credential}`;
    const key = by === 'action' ? operation.action : by === 'credential' ? credential : context[by];
    if (key !== '') counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, limit);
}
