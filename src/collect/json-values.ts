import { joinedTexts } from './joined-values.ts';
import { listParts } from './long-list.ts';
import type { Text } from './unpack.ts';

/** Longest line of a file with one JSON value a line; a record is 256 KB at most. */
export const MAX_LINE_CHARS: number = 16 * 1024 * 1024;

/** One parsed JSON value of a text, or why there is none at this place. */
export type JsonValue =
  | {
      readonly kind: 'value';
      readonly value: unknown;
      /** The items of a list that is longer than this value shows: all parts of it are alike. */
      readonly items?: readonly unknown[];
    }
  | { readonly kind: 'failed'; readonly reason: string; readonly excerpt: string };

/**
 * The JSON values of a text: the text as one value (a long list in parts), else one value a line, else values that
 * follow each other without any.
 * A bad line costs that line only; a text without any good line is one failure.
 */
export function* jsonValues(text: Text): Generator<JsonValue> {
  const rest = yield* listParts(text);
  if (rest !== null) yield* restValues(rest);
}

function* restValues(text: string): Generator<JsonValue> {
  const whole = tryParse(text);
  if (whole.kind === 'value') {
    yield whole;
    return;
  }
  if (text.trim() === '') yield { kind: 'failed', reason: 'empty', excerpt: '' };
  else if (looksLikeLines(text)) yield* lineValues(text);
  else yield* orJoined(text, whole);
}

/** A text that is no JSON value may be several of them; a text of which not even two can be told apart is one failure. */
function* orJoined(text: string, failed: JsonValue): Generator<JsonValue> {
  let several = false;
  for (const one of joinedTexts(text)) {
    several = true;
    yield tryParse(one);
  }
  if (!several) yield failed;
}

function* lineValues(text: string): Generator<JsonValue> {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (end - start > MAX_LINE_CHARS) {
      yield { kind: 'failed', reason: `line of ${end - start} characters`, excerpt: text.slice(start, start + 200) };
    } else {
      const line = text.slice(start, end).trim();
      if (line !== '') yield* lineOf(line);
    }
    start = end + 1;
  }
}

function* lineOf(line: string): Generator<JsonValue> {
  const value = tryParse(line);
  if (value.kind === 'value') yield value;
  else yield* orJoined(line, value);
}

/** True when the text has several lines and the first whole one is JSON by itself. */
function looksLikeLines(text: string): boolean {
  let start = 0;
  for (let tries = 0; tries < 20 && start < text.length; tries += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (end - start > MAX_LINE_CHARS) return true;
    const line = text.slice(start, end).trim();
    if (line !== '' && (line.startsWith('{') || line.startsWith('[')) && tryParse(line).kind === 'value') return true;
    start = end + 1;
  }
  return false;
}

function tryParse(text: string): JsonValue {
  try {
    return { kind: 'value', value: JSON.parse(text) };
  } catch {
    // The engine's own message quotes the text, which may hold a secret: the excerpt is masked later.
    return { kind: 'failed', reason: 'not JSON', excerpt: text.slice(0, 200) };
  }
}
