import type { SecretRef } from '../core/secret-ref.ts';

/** A secret reference with the place in the file where its text stands. */
export interface PlacedRef {
  readonly ref: SecretRef;
  readonly path: readonly PropertyKey[];
}

/**
 * All secret references of a parsed configuration. Parsing renames fields, so their places are
 * found by their text in the value as it was written.
 */
export function findRefs(parsed: unknown, written: unknown): readonly PlacedRef[] {
  const refs: SecretRef[] = [];
  walk(parsed, [], (value) => {
    if (isSecretRef(value)) refs.push(value);
  });
  const placed: PlacedRef[] = [];
  walk(written, [], (value, path) => {
    for (const ref of refs) if (ref.reference === value) placed.push({ ref, path });
  });
  return placed.filter(
    (one, index) =>
      placed.findIndex(
        (other) => other.ref.expects === one.ref.expects && other.path.join('/') === one.path.join('/'),
      ) === index,
  );
}

function walk(
  value: unknown,
  path: readonly PropertyKey[],
  visit: (value: unknown, path: readonly PropertyKey[]) => void,
): void {
  visit(value, path);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, [...path, index], visit);
    return;
  }
  for (const [key, item] of Object.entries(value)) walk(item, [...path, key], visit);
}

function isSecretRef(value: unknown): value is SecretRef {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'secret-ref' &&
    'reference' in value
  );
}
