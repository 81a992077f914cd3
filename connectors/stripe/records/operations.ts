import type { Trait, Verb } from '../../../src/core/event.ts';
import { EVENT_TRAITS, EVENT_VERBS, FAILURES } from './operation-tables.ts';

const NO_TRAITS: readonly Trait[] = Object.freeze([]);
const BY_LAST_WORD: Readonly<Record<string, Verb>> = { deleted: 'delete', detached: 'delete', upcoming: 'unknown' };

export interface EventOperation {
  /** The object that the type is about: `charge`, `account.external_account`. */
  readonly service: string;
  readonly verb: Verb;
  readonly traits: readonly Trait[];
  readonly failed: boolean;
}

/** What an event type means. Types are an open set: an unknown one is a write without traits. */
export function operationOf(type: string): EventOperation {
  const cut = type.lastIndexOf('.');
  const last = type.slice(cut + 1);
  return {
    service: cut > 0 ? type.slice(0, cut) : type,
    verb: ownEntry(EVENT_VERBS, type) ?? ownEntry(BY_LAST_WORD, last) ?? 'write',
    traits: ownEntry(EVENT_TRAITS, type) ?? NO_TRAITS,
    failed: FAILURES.has(last),
  };
}

/** Types come from records, and `constructor` is a member of every table. */
export function ownEntry<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
