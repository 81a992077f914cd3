import type { Trait, Verb } from '../../../src/core/event.ts';
import { MEANINGS } from './operation-tables.ts';

export interface OperationKind {
  /** First word of the action: `git`, `repo`, `personal_access_token`. */
  readonly service: string;
  /** `unknown` where the record itself must say. */
  readonly verb: Verb;
  readonly traits: readonly Trait[];
}

const NO_TRAITS: readonly Trait[] = Object.freeze([]);
const CREDENTIAL: readonly Trait[] = Object.freeze(['credential-write']);
const DELETES = /(^|[._])(destroy|delete|remove|revoke)/;
const STORED_SECRET = /_(actions|integration|agent)_secret$/;

/** Kinds seen so far. There are some 1,200 actions; a forged log must not fill memory. */
const KINDS = new Map<string, OperationKind>();
const MAX_KINDS = 20_000;

/** What an action is, apart from the record it stands in. */
export function operationOf(action: string): OperationKind {
  const known = KINDS.get(action);
  if (known !== undefined) return known;
  if (KINDS.size >= MAX_KINDS) KINDS.clear();
  const made = classify(action);
  KINDS.set(action, made);
  return made;
}

function classify(action: string): OperationKind {
  const service = action.slice(0, Math.max(0, action.indexOf('.')));
  const meaning = meaningOf(action, service);
  const isSecret = STORED_SECRET.test(action);
  const byName: Verb = DELETES.test(action.slice(service.length)) ? 'delete' : isSecret ? 'write' : 'unknown';
  return {
    service,
    verb: meaning?.verb ?? byName,
    traits: meaning?.traits ?? (isSecret ? CREDENTIAL : NO_TRAITS),
  };
}

/** The action itself, the beginning of one that ends in `*`, or its whole category. */
function meaningOf(action: string, service: string): (typeof MEANINGS)[string] | undefined {
  const exact = own(action);
  if (exact !== undefined) return exact;
  const word = /^[^.]+\.[a-z]+_/.exec(action)?.[0];
  return (word === undefined ? undefined : own(`${word}*`)) ?? own(`${service}.*`);
}

function own(name: string): (typeof MEANINGS)[string] | undefined {
  return Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;
}

/** What the log itself calls it, for actions that no table names. */
export function verbOfType(type: string): Verb {
  if (type === 'access') return 'read';
  if (type === 'authentication') return 'authenticate';
  return type === 'remove' ? 'delete' : 'write';
}
