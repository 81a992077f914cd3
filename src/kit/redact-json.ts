import { redact } from './redact.ts';

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * A copy in which every string is redacted, save those in fields that hold identifiers: masked,
 * they could not be looked up any more. A field that nobody thought of is redacted.
 */
export function redactJson(value: Json, identifiers: ReadonlySet<string>): Json {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((one) => redactJson(one, identifiers));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      identifiers.has(key) && isPlain(one) ? one : redactJson(one, identifiers),
    ]),
  );
}

/** A field of that name with objects in it holds no identifier. */
function isPlain(value: Json): boolean {
  return (
    typeof value === 'string' || (typeof value === 'object' && value !== null && isList(value) && value.every(isText))
  );
}

function isText(value: Json): boolean {
  return typeof value === 'string';
}

function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}
