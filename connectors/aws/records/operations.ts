import type { Trait, Verb } from '../../../src/core/event.ts';
import { TRAITS_BY_OPERATION, VERBS_BY_OPERATION } from './operation-tables.ts';

/** What an operation is, apart from the parameters of one call. */
export interface OperationKind {
  /** Service as people write it: `iam`, `s3`. */
  readonly service: string;
  /** `service:Operation` without API date, the key of the tables. */
  readonly key: string;
  /** 'unknown' where `readOnly` of the record must decide. */
  readonly verb: Verb;
  readonly traits: readonly Trait[];
}

const READS =
  /^(Get|List|Describe|Head|Lookup|Search|Query|Scan|Select|BatchGet|BatchDescribe|Check|Simulate|Preview|Estimate|Discover|View|Filter|Test|Validate)/;
const DELETES = /^(Delete|Terminate|Remove|Deregister|Purge|Destroy|BatchDelete|Cancel|Release)/;
const LISTS = /^(List|Describe|BatchDescribe|Lookup|Discover)/;
const POLICY_CHANGE = /^(Put|Attach|Detach|Set|SetDefault|Create|Update|Delete)\w*Policy(Version)?$/;
/** Policies that say nothing about who may do what. */
const OTHER_POLICY =
  /Lifecycle|Scaling|LoadBalancer|Retention|Password|Cache|OriginRequest|ResponseHeaders|Backup|DataProtection/;
/** Versioned names of some services: `CreateFunction20150331v2`, `CreateFunction2020_05_31`. */
const API_DATE = /20\d\d_?\d\d_?\d\d(v\d+)?$/;

const VERBS = byOperation(VERBS_BY_OPERATION);
const TRAITS = byOperation(TRAITS_BY_OPERATION);
const NO_TRAITS: readonly Trait[] = Object.freeze([]);

/** Kinds seen so far. Real trails hold a few hundred; a forged one must not fill memory. */
const KINDS = new Map<string, Map<string, OperationKind>>();
const MAX_KINDS = 20_000;
let kinds = 0;

/** @param source `eventSource`, e.g. `iam.amazonaws.com` */
export function operationOf(source: string, name: string): OperationKind {
  const known = KINDS.get(source)?.get(name);
  if (known !== undefined) return known;
  const made = classify(source, name);
  if (kinds >= MAX_KINDS) {
    KINDS.clear();
    kinds = 0;
  }
  const names = KINDS.get(source) ?? new Map<string, OperationKind>();
  names.set(name, made);
  KINDS.set(source, names);
  kinds += 1;
  return made;
}

function classify(source: string, name: string): OperationKind {
  const service = source.replace(/\.amazonaws\.com(\.cn)?$/, '');
  const plain = name.replace(API_DATE, '');
  const key = `${service}:${plain}`;
  const verb = VERBS.get(key)?.[0] ?? verbByName(service, plain);
  const traits = new Set<Trait>(TRAITS.get(key));
  if (LISTS.test(plain)) traits.add('enumerate');
  if (changesPolicy(plain) || ((verb === 'grant' || verb === 'deny') && service !== 'rolesanywhere'))
    traits.add('policy-write');
  if (verb === 'disable-logging') traits.add('logging');
  return { service, key, verb, traits: traits.size === 0 ? NO_TRAITS : Object.freeze([...traits]) };
}

function verbByName(service: string, name: string): Verb {
  if (service === 'sts' && name.startsWith('AssumeR')) return 'mint';
  if (READS.test(name)) return 'read';
  if (DELETES.test(name)) return 'delete';
  return 'unknown';
}

function changesPolicy(name: string): boolean {
  return POLICY_CHANGE.test(name) && !OTHER_POLICY.test(name);
}

function byOperation<T extends string>(
  table: Readonly<Partial<Record<T, readonly string[]>>>,
): ReadonlyMap<string, T[]> {
  const map = new Map<string, T[]>();
  for (const value of keysOf(table)) {
    for (const operation of table[value] ?? []) map.set(operation, [...(map.get(operation) ?? []), value]);
  }
  return map;
}

function keysOf<T extends string>(table: Readonly<Partial<Record<T, unknown>>>): readonly T[] {
  return Object.keys(table).filter((key): key is T => key in table);
}
