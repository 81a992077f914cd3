import type { RecordFormat } from '../../core/connector.ts';

/** Reads one field of a record; undefined when the record does not have it. */
export type FieldReader = (record: unknown) => unknown;

/**
 * Reader for a dotted path. A field of the format's own wins; lists on the way give the list
 * of what their elements hold; a literal key with dots is tried last.
 */
export function fieldReader(format: RecordFormat, field: string): FieldReader {
  const derived = format.derived[field];
  if (derived !== undefined) return derived;
  const path = field.split('.');
  if (path.length === 1) return (record) => (isObject(record) ? record[field] : undefined);
  return (record) => {
    const found = walk(record, path, 0);
    if (found !== undefined || !isObject(record)) return found;
    return record[field];
  };
}

function walk(value: unknown, path: readonly string[], from: number): unknown {
  let current = value;
  for (let depth = from; depth < path.length; depth += 1) {
    if (Array.isArray(current)) {
      const found = current.map((element: unknown) => walk(element, path, depth)).filter((item) => item !== undefined);
      return found.length === 0 ? undefined : found;
    }
    if (!isObject(current)) return undefined;
    current = current[path[depth] ?? ''];
  }
  return current;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A leaf as text; objects as compact JSON, which is what `|contains` on a sub-object expects. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
