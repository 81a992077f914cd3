import { isObject } from './schema.ts';

const REMOVED = '[removed]';
const HIDDEN_ALREADY = new Set([
  '',
  REMOVED,
  'HIDDEN_DUE_TO_SECURITY_REASONS',
  '<sensitiveDataRemoved>',
  '***',
  '****',
]);

/** Members whose value is a secret wherever they stand; compared without case, `-` and `_`. */
const SECRET_NAMES = new Set([
  'accesstoken',
  'assertion',
  'authorization',
  'authorizationtoken',
  'authtoken',
  'bearertoken',
  'clientsecret',
  'dbpassword',
  'idtoken',
  'keymaterial',
  'masteruserpassword',
  'newpassword',
  'oldpassword',
  'password',
  'plaintext',
  'privatekey',
  'refreshtoken',
  'samlassertion',
  'secret',
  'secretaccesskey',
  'secretbinary',
  'secretkey',
  'secretstring',
  'securitytoken',
  'servicecredentialsecret',
  'servicepassword',
  'sessiontoken',
  'signintoken',
  'token',
  'userdata',
  'webidentitytoken',
  'xamzsecuritytoken',
  'xamzsignature',
]);

/** Session tokens begin with these, in any member under any name. */
const TOKEN_STARTS = ['IQoJb3JpZ2lu', 'FwoGZXIv', 'FQoGZXIv', 'FQoDYXdz', 'AQoDYXdz', 'AQoEXAMPLE'];
const TOKEN_CHARS = 80;

/** Verdicts by member name as written. Names are few; a forged file must not fill memory. */
const VERDICTS = new Map<string, boolean>();
const MAX_VERDICTS = 20_000;
/** Deeper nesting than any record has; below it everything goes. */
const MAX_DEPTH = 64;

/** A copy without secrets; the same object when it holds none. */
export function sanitizeRecord(record: unknown): unknown {
  return clean(record, 0);
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length >= TOKEN_CHARS && looksLikeToken(value) ? REMOVED : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return REMOVED;
  return Array.isArray(value) ? cleanList(value, depth) : cleanObject(value, depth);
}

function cleanList(list: readonly unknown[], depth: number): readonly unknown[] {
  return mapped(list, (item) => clean(item, depth + 1));
}

/** The list itself when nothing changed. */
function mapped(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  let copy: unknown[] | null = null;
  for (let at = 0; at < list.length; at += 1) {
    const changed = change(list[at]);
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
    const cleaned = isSecretName(name) ? withoutSecret(member, depth) : clean(member, depth + 1);
    if (cleaned === member) continue;
    copy ??= { ...value };
    // Not by assignment: a member called `__proto__` would be lost, and its secret with it.
    Object.defineProperty(copy, name, { value: cleaned, enumerable: true, writable: true, configurable: true });
  }
  return copy ?? value;
}

/** Texts go, unless AWS has hidden them already; `{secret: {id: …}}` is walked like anything else. */
function withoutSecret(member: unknown, depth: number): unknown {
  if (typeof member === 'string') return HIDDEN_ALREADY.has(member) ? member : REMOVED;
  return Array.isArray(member) && depth < MAX_DEPTH
    ? mapped(member, (item) => withoutSecret(item, depth + 1))
    : clean(member, depth + 1);
}

function looksLikeToken(text: string): boolean {
  return TOKEN_STARTS.some((start) => text.startsWith(start));
}

function isSecretName(name: string): boolean {
  const known = VERDICTS.get(name);
  if (known !== undefined) return known;
  if (VERDICTS.size >= MAX_VERDICTS) VERDICTS.clear();
  const verdict = SECRET_NAMES.has(name.toLowerCase().replace(/[-_]/g, ''));
  VERDICTS.set(name, verdict);
  return verdict;
}
