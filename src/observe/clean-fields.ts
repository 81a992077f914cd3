import { Secret } from '../core/secret.ts';

const MASK = '[secret]';

/** Names whose values are masked unseen; what merely looks like a secret is masked by its looks. */
const SENSITIVE =
  /(?:^|[-_.]|[a-z](?=[A-Z]))(?:password|passwd|secret|token|authorization|cookie|api[-_]?key|private[-_]?key|signature)$/i;

const DEEPEST = 6;
const LONGEST_TEXT = 4_000;
const MOST_ITEMS = 100;

/**
 * A copy of log fields that can be written: secrets masked, errors readable, sizes bounded.
 * @param redact masks what looks like a secret within a text
 */
export function cleanFields(
  fields: Readonly<Record<string, unknown>>,
  redact: (text: string) => string,
): Readonly<Record<string, unknown>> {
  return cleanObject(fields, redact, 0);
}

function clean(value: unknown, redact: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return redact(value.slice(0, LONGEST_TEXT));
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '…';
  if (value instanceof Error) return cleanError(value, redact, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  // `toJSON` would be asked by the writer anyway, but its answer would come out uncleaned.
  if (value instanceof Secret) return MASK;
  if (value instanceof URL) return redact(value.href);
  if (ArrayBuffer.isView(value)) return `${String(value.byteLength)} bytes`;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => clean(item, redact, depth + 1));
  if (value instanceof Map) return cleanObject(Object.fromEntries<unknown>(value), redact, depth + 1);
  if (value instanceof Set) return clean([...value], redact, depth);
  return cleanObject(value, redact, depth + 1);
}

function cleanObject(
  object: object,
  redact: (text: string) => string,
  depth: number,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(object)
    .slice(0, MOST_ITEMS)
    .map(([key, value]) => [redact(key), SENSITIVE.test(key) && value ? MASK : clean(value, redact, depth)] as const);
  return Object.fromEntries(entries);
}

/** Message, code and causes; the stack only for what nobody expected. */
function cleanError(error: Error, redact: (text: string) => string, depth: number): Readonly<Record<string, unknown>> {
  const code: unknown = Reflect.get(error, 'code');
  return {
    message: redact(error.message.slice(0, LONGEST_TEXT)),
    ...(typeof code === 'string' ? { code } : { stack: redact((error.stack ?? '').slice(0, LONGEST_TEXT)) }),
    ...(error.cause === undefined ? {} : { cause: clean(error.cause, redact, depth + 1) }),
  };
}
