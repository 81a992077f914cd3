import type { Operation } from '../../../core/batch.ts';
import type { EventQuery } from '../../../core/ports.ts';
import type { EventTables } from '../events/event-tables.ts';

/** Numbers of the operations that fit the query; null when it asks nothing about them. */
export function findOperations(tables: EventTables, query: EventQuery): ReadonlySet<number> | null {
  if (query.action === undefined && query.provider === undefined && query.outcome === undefined) return null;
  const fits = actionTest(query.action);
  const found = tables.operations
    .all()
    .filter(({ operation }) => query.provider === undefined || operation.provider === query.provider)
    .filter(({ operation }) => query.outcome === undefined || operation.outcome === query.outcome)
    .filter(({ operation }) => fits(operation));
  return new Set(found.map(({ id }) => id));
}

/** Case does not count, `*` stands for any run of characters; `service:Action` says it precisely. */
function actionTest(pattern: string | undefined): (operation: Operation) => boolean {
  if (pattern === undefined) return () => true;
  const parts = pattern.split('*').map((part) => RegExp.escape(part));
  // Few operations are tested and `.*?` between literals cannot nest, so this stays cheap whatever the pattern.
  const regex = new RegExp(`^${parts.join('.*?')}$`, 'is');
  return ({ service, action }) => regex.test(action) || regex.test(`${service}:${action}`);
}
