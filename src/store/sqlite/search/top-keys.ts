import { aliasOf } from '../../../core/event.ts';
import type { TopBy, TopRow } from '../../../core/ports.ts';
import type { EventTables } from '../events/event-tables.ts';
import type { Totals } from '../rollup/totals.ts';

/** Two numbers of names in one key: names stay far below this. */
const NAMES = 2 ** 26;

/**
 * Sums what has the same name, and names those that count most. Sums are made on numbers:
 * there are thousands of contexts behind ten lines of an answer.
 */
export function rankKeys(
  tables: EventTables,
  by: TopBy,
  totals: Totals,
  provider: string | undefined,
  limit: number,
): readonly TopRow[] {
  const sums = new Map<number, number>();
  const keyOf = by === 'action' || by === 'verb' ? operationKey(tables, by) : contextKey(tables, by, provider);
  totals.forEach((id, n) => {
    const key = keyOf(id);
    if (key !== 0) sums.set(key, (sums.get(key) ?? 0) + n);
  });
  // Equal counts are told apart by name, so more than the limit may have to be named.
  const sorted = [...sums].toSorted((a, b) => b[1] - a[1]);
  const least = sorted[limit - 1]?.[1] ?? 0;
  return sorted
    .filter(([, count]) => count >= least)
    .map(([key, count]) => ({ key: nameOf(tables, key), count }))
    .toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, limit);
}

/** Key 0 is for what has no such name, or is not asked for. */
type KeyOf = (id: number) => number;

function operationKey({ db }: EventTables, by: 'action' | 'verb'): KeyOf {
  const find = db.sql<number>(`SELECT ${by} FROM operation WHERE id = ?`).pluck();
  return (id) => find.get(id) ?? 0;
}

function contextKey(
  { columns, names }: EventTables,
  by: Exclude<TopBy, 'action' | 'verb'>,
  provider: string | undefined,
): KeyOf {
  const only = provider === undefined ? null : (names.find(provider) ?? -1);
  columns.update();
  return (id) => {
    const name = columns.name(by, id);
    if (name === 0 || (only !== null && columns.provider(id) !== only)) return 0;
    return by === 'credential' ? columns.provider(id) * NAMES + name : name;
  };
}

function nameOf({ names }: EventTables, key: number): string {
  return key < NAMES ? names.text(key) : aliasOf(names.text(Math.floor(key / NAMES)), names.text(key % NAMES));
}
