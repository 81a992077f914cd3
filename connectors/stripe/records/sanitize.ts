import { isObject } from '../json.ts';

const REMOVED = '[removed]';
/** Members whose value is a secret or opens something by itself, wherever they stand. */
const SECRET_NAMES = new Set([
  'client_secret',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'password',
  'cvc',
  'cvv',
  'pin',
  'private_key',
  'receipt_url',
  'hosted_invoice_url',
  'invoice_pdf',
  'hosted_verification_url',
]);
/** Keys of every family, and the secrets of payments and set-ups (`pi_…_secret_…`). */
const KEYS =
  /\b(?:(?:sk|rk|ek|uk)_(?:live|test|org)_[A-Za-z0-9_]{8,}|whsec_[A-Za-z0-9+/=]{8,}|[a-z]+_[A-Za-z0-9]+_secret_[A-Za-z0-9]+)/g;
const CARD = /(?<![A-Za-z0-9_])\d(?:[ -]?\d){12,18}(?![A-Za-z0-9_])/g;
/** Credentials in an address: `https://user:password@host`, `?token=…`. */
const IN_ADDRESS = /(\/\/[^/\s:@]*:)[^/\s@]+(?=@)|([?&](?:token|secret|key|api_key|signature|sig)=)[^&#\s]+/gi;
const MAX_DEPTH = 64;

/** A copy without secrets; the same object when it holds none. Of card numbers the last four digits stay. */
export function sanitizeRecord(record: unknown): unknown {
  return clean(record, 0);
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return REMOVED;
  return Array.isArray(value) ? cleanList(value, depth) : cleanObject(value, depth);
}

function cleanText(text: string): string {
  if (text.length < 12) return text;
  return text
    .replace(KEYS, REMOVED)
    .replace(IN_ADDRESS, (_, user: string | undefined, name: string | undefined) => `${user ?? name ?? ''}${REMOVED}`)
    .replace(CARD, (digits) => (isCard(digits) ? `…${digits.slice(-4)}` : digits));
}

/** The check digit of card numbers (ISO/IEC 7812), so that times and ids stay. */
function isCard(text: string): boolean {
  const digits = [...text.replaceAll(/\D/g, '')].toReversed().map(Number);
  if (digits.every((digit) => digit === digits[0])) return false;
  const sum = digits.reduce((total, digit, index) => {
    if (index % 2 === 0) return total + digit;
    return total + (digit > 4 ? digit * 2 - 9 : digit * 2);
  }, 0);
  return sum % 10 === 0;
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
