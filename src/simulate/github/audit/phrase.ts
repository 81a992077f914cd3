import type { JsonObject } from '../../json.ts';
import { GitHubFault } from '../fault.ts';
import type { AuditEntry } from './journal.ts';

/** A search phrase: all of its terms must hold. */
export interface Phrase {
  matches(entry: AuditEntry): boolean;
  /** Whether it says anything about `created`, which lifts the default window. */
  readonly dated: boolean;
}

const TERM = /(-?)([a-z_]+):("[^"]*"|\S+)/g;

/**
 * `key:value` pairs, space for "and", `-` for "not", quotes around values with special characters. A search for
 * `hashed_token` returns no Git events (GitHub's documentation of token searches).
 * @throws GitHubFault for anything that is no such pair
 */
export function parsePhrase(text: string): Phrase {
  const terms = [...text.matchAll(TERM)].map(([, not = '', key = '', value = '']) => {
    return { not: not === '-', key, value: value.replaceAll('"', '') };
  });
  if (text.replaceAll(TERM, '').trim() !== '') throw new GitHubFault(422, 'Validation Failed: free text is no filter');
  return {
    matches: (entry) => terms.every(({ not, key, value }) => holds(entry, key, value) !== not),
    dated: terms.some(({ key }) => key === 'created'),
  };
}

function holds(entry: AuditEntry, key: string, value: string): boolean {
  switch (key) {
    case 'created':
      return isWithin(entry.createdAt, value);
    case 'action':
      return entry.event['action'] === value || String(entry.event['action']).startsWith(`${value}.`);
    case 'hashed_token':
      return entry.class !== 'git' && unpadded(entry.event['hashed_token']) === unpadded(value);
    case 'operation':
      return entry.event['operation_type'] === value;
    case 'country':
      return country(entry.event) === value.toLowerCase();
    default:
      return word(entry.event[key]).toLowerCase() === value.toLowerCase();
  }
}

/** `>=T`, `>T`, `<=T`, `<T`, `A..B` or a day. */
function isWithin(at: number, range: string): boolean {
  const between = range.split('..');
  if (between.length === 2) return at >= instant(between[0]) && at <= endOf(between[1] ?? '');
  const [, comparison = '', value = ''] = /^(>=|<=|>|<)?(.+)$/.exec(range) ?? [];
  switch (comparison) {
    case '>=':
      return at >= instant(value);
    case '>':
      return at > instant(value);
    case '<=':
      return at <= endOf(value);
    case '<':
      return at < instant(value);
    default:
      return at >= instant(value) && at <= endOf(value);
  }
}

function instant(text: string | undefined): number {
  const at = Date.parse(text ?? '');
  if (Number.isNaN(at)) throw new GitHubFault(422, 'Validation Failed: created is no date');
  return at;
}

/** A bare day lasts until its end. */
function endOf(text: string): number {
  return instant(text) + (/^\d{4}-\d{2}-\d{2}$/.test(text) ? 86_399_999 : 0);
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function unpadded(hash: unknown): string {
  return typeof hash === 'string' ? hash.replace(/=+$/, '') : '';
}

function country(event: JsonObject): string {
  const location = event['actor_location'];
  if (typeof location !== 'object' || location === null || !('country_code' in location)) return '';
  return String(location.country_code).toLowerCase();
}
