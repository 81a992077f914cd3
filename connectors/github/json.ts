/**
 * Records are read as they come: any member may be missing, of another type, or a list where one
 * value was documented (`org` and `org_id` are both in real logs), so nothing is validated, only asked for.
 */
export type Json = Readonly<Record<string, unknown>>;

const NOTHING: Json = Object.freeze({});

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : NOTHING;
}

/** The list, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text, or ''. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Text or number as text, the first of a list; '' for anything else. Ids come in all three shapes. */
export function wordOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return Array.isArray(value) ? wordOf(value[0]) : '';
}

/** A member of the record, or of its `data`, where older servers nest the details. */
export function fieldOf(record: Json, name: string): unknown {
  const value = record[name];
  return value === undefined || value === null ? objectOf(record['data'])[name] : value;
}

export function wordIn(record: Json, name: string): string {
  return wordOf(fieldOf(record, name));
}
