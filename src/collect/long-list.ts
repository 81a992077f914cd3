import type { Text } from './unpack.ts';

/** About this much text is parsed at a time: a string that still fits the young generation, as do the objects made from it. */
const PART_BYTES = 64 * 1024;

/** `{"Records":[{"eventVersion":` or `[{"id":`, without spaces, as machines write it. */
const OPENING = /^(?:\{"[\w.:-]{1,64}":)?\[(\{"[\w.:-]{1,64}":)/;

/** One piece of a long list, in a document like the one that held the list. */
export interface ListPart {
  readonly kind: 'value';
  readonly value: unknown;
  readonly items: readonly unknown[];
}

/**
 * The parts of a text that is one long list of objects (alone, or as the only member of an object),
 * each parsed by itself: a large file as one string and one tree of objects costs many times the
 * memory. Cuts where an object begins like the first one. That is safe because every part must be
 * JSON by itself with nothing but the list in it: then all parts together are the whole list.
 * @returns the text that is left, as a document by itself; null when the list was read to its end
 */
export function* listParts({ bytes, encoding }: Text): Generator<ListPart, string | null> {
  const opening = bytes.length < 2 * PART_BYTES ? null : OPENING.exec(bytes.toString('latin1', 0, 256));
  if (opening === null) return bytes.toString(encoding);
  const first = opening[1] ?? '';
  const head = opening[0].slice(0, -first.length);
  const tail = head.startsWith('{') ? ']}' : ']';
  const boundary = Buffer.from(`},${first}`);
  let from = head.length;
  for (;;) {
    const cut = bytes.indexOf(boundary, from + PART_BYTES);
    const text = cut < 0 ? bytes.toString(encoding, from) : bytes.toString(encoding, from, cut + 1) + tail;
    const part = partOf(head + text);
    if (part === null) return head + bytes.toString(encoding, from);
    yield part;
    if (cut < 0) return null;
    from = cut + 2;
  }
}

/** null when the text is no JSON, or more than the list. */
function partOf(text: string): ListPart | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Truncated, or cut within a nested list: whoever asked parses the rest as a whole.
    return null;
  }
  if (Array.isArray(value)) return { kind: 'value', value, items: value };
  if (typeof value !== 'object' || value === null) return null;
  const [items, ...others] = Object.values(value) as unknown[];
  return Array.isArray(items) && others.length === 0 ? { kind: 'value', value, items } : null;
}
