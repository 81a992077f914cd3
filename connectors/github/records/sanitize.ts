import { isObject } from '../json.ts';

const REMOVED = '[removed]';
/** Members whose value is a secret or holds one, wherever they stand. */
const SECRET_NAMES = new Set([
  'secret',
  'token',
  'access_token',
  'client_secret',
  'webhook_secret',
  'private_key',
  'password',
  'encrypted_value',
  'authorization',
  'pem',
  'request_body',
]);
/** All kinds of GitHub tokens, in any member under any name. */
const TOKENS = /(?:gh[pousr]_[A-Za-z0-9_.-]{20,}|github_pat_[A-Za-z0-9_]{20,})/g;
/** Parameters of an address that carry a token. */
const PARAMETER = /([?&](?:access_token|token|client_secret|secret)=)[^&#\s]+/gi;
const MAX_DEPTH = 64;

/** A copy without secrets; the same object when it holds none. Names of secrets (`key`) and hashes stay. */
export function sanitizeRecord(record: unknown): unknown {
  return clean(record, 0);
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return REMOVED;
  return Array.isArray(value) ? cleanList(value, depth) : cleanObject(value, depth);
}

/** The text without any GitHub token in it. */
export function cleanText(text: string): string {
  if (text.length < 12) return text;
  return text.replace(TOKENS, REMOVED).replace(PARAMETER, `$1${REMOVED}`);
}

function cleanList(list: readonly unknown[], depth: number): readonly unknown[] {
  let copy: unknown[] | null = null;
  for (let at = 0; at < list.length; at += 1) {
    const changed = clean(list[at], depth + 1);
    if (changed === list[at]) continue;
    copy ??= [...list];
    copy[at] = changed;
  }
  return copy ?? list;
}

function cleanObject(value: object, depth: number): object {
  if (!isObject(value)) return value;
  let copy: Record<string, unknown> | null = null;
  for (const name in value) {
    const member = value[name];
    const cleaned = isHeldBack(name, member) ? REMOVED : clean(member, depth + 1);
    if (cleaned === member) continue;
    copy ??= { ...value };
    // Not by assignment: a member called `__proto__` would be lost, and its secret with it.
    Object.defineProperty(copy, name, { value: cleaned, enumerable: true, writable: true, configurable: true });
  }
  return copy ?? value;
}

function isHeldBack(name: string, member: unknown): boolean {
  return typeof member === 'string' && member !== '' && member !== REMOVED && SECRET_NAMES.has(name.toLowerCase());
}
