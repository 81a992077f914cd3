/** Whatever a caller sent or a record holds; every reader narrows. */
export type JsonObject = { readonly [field: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `key`, or an empty one. */
export function objectAt(value: JsonObject, key: string): JsonObject {
  const inner = value[key];
  return isObject(inner) ? inner : {};
}

export function listAt(value: JsonObject, key: string): readonly unknown[] {
  const inner = value[key];
  return Array.isArray(inner) ? inner : [];
}

export function textAt(value: JsonObject, key: string): string | undefined {
  const inner = value[key];
  return typeof inner === 'string' ? inner : undefined;
}

export function numberAt(value: JsonObject, key: string): number | undefined {
  const inner = value[key];
  if (typeof inner === 'number') return inner;
  return typeof inner === 'string' && inner !== '' && Number.isFinite(Number(inner)) ? Number(inner) : undefined;
}

export function textsAt(value: JsonObject, key: string): string[] {
  return listAt(value, key).filter((item): item is string => typeof item === 'string');
}

/** Parses JSON text to an object; undefined when it is not one. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A copy without the fields that are undefined. */
export function defined(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
}
