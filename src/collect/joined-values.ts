/**
 * The texts of JSON objects and lists that follow each other without a line end, as streams to
 * buckets write them. What is left over at the end comes as it is. Empty where the text does not
 * begin with two values: then it is something else.
 */
export function* joinedTexts(text: string): Generator<string> {
  const first = startOf(text, 0);
  const end = endOf(text, first);
  if (end < 0 || !begins(text, startOf(text, end))) return;
  let start = first;
  while (start < text.length) {
    const stop = begins(text, start) ? endOf(text, start) : -1;
    yield stop < 0 ? text.slice(start) : text.slice(start, stop);
    start = stop < 0 ? text.length : startOf(text, stop);
  }
}

/** Where the next thing that is no space begins. */
function startOf(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

function begins(text: string, at: number): boolean {
  return text[at] === '{' || text[at] === '[';
}

/** Behind the bracket that closes the one at `start`; -1 when there is none. */
function endOf(text: string, start: number): number {
  if (!begins(text, start)) return -1;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') {
      at = endOfString(text, at);
      if (at < 0) return -1;
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** The closing quote: one with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}
