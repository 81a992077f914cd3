/** About this much text is parsed at a time: a string that still fits the young generation, as do the objects made from it. */
const PART_CHARS = 64 * 1024;

/** `{"Records":[{"eventVersion":` or `[{"id":`, without spaces, as machines write it. */
const OPENING = /^(?:\{"[^"\\]{1,64}":)?\[(\{"[^"\\]{1,64}":)/;

/** One piece of a long list, in a document like the one that held the list. */
export interface ListPart {
  readonly kind: 'value';
  readonly value: unknown;
  readonly items: readonly unknown[];
}

/**
 * The parts of a text that is one long list of objects (alone, or as the only member of an object),
 * each parsed by itself: a large file as one tree of objects costs twice the time and ten times the
 * memory. Cuts where an object begins like the first one. That is safe because every part must be
 * JSON by itself with nothing but the list in it: then all parts together are the whole list.
 * @returns the text that is left, as a document by itself; null when the list was read to its end
 */
export function* listParts(text: string): Generator<ListPart, string | null> {
  const opening = text.length < 2 * PART_CHARS ? null : OPENING.exec(text.slice(0, 256));
  if (opening === null) return text;
  const first = opening[1] ?? '';
  const head = opening[0].slice(0, -first.length);
  const tail = head.startsWith('{') ? ']}' : ']';
  const boundary = `},${first}`;
  let from = head.length;
  for (;;) {
    const cut = text.indexOf(boundary, from + PART_CHARS);
    const part = partOf(head + (cut < 0 ? text.slice(from) : text.slice(from, cut + 1) + tail));
    if (part === null) return from === head.length ? text : head + text.slice(from);
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
