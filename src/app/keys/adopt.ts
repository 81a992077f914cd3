import type { Config } from '../../config/config.ts';
import type { Credential } from '../../core/credential.ts';
import type { Store } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import { blockInfo } from '../../kit/networks.ts';
import { listKeys } from './list.ts';

/** A network that a key was used from. */
export interface SeenNetwork {
  readonly block: string;
  readonly events: number;
}

/** One entry of `credentials:` as observed use suggests it. */
export interface DraftBinding {
  readonly credential: Credential;
  readonly name: string;
  readonly owner: string;
  readonly events: number;
  readonly networks: readonly SeenNetwork[];
  /** True when it was used from so many networks that a list of them says nothing. */
  readonly roams: boolean;
  /** Blocks that are part of an incident: a draft must not make an intruder's network an expected one. */
  readonly suspect: readonly SeenNetwork[];
  /** Incidents that name this credential, closed ones included. */
  readonly incidents: readonly string[];
  readonly exposures: number;
}

export interface KeyDraft {
  readonly entries: readonly DraftBinding[];
  /** Keys that configuration names already, and keys that are dead or were never used. */
  readonly bound: number;
  readonly dead: number;
  readonly unused: number;
}

const MAX_ADDRESSES = 1_000;
const MAX_NETWORKS = 16;

/** Drafts bindings for the long-lived keys that nothing is said about yet. Reads the store alone. */
export async function draftBindings(
  store: Store,
  config: Config,
  filter: { readonly provider?: string; readonly account?: string },
  now: Millis,
): Promise<KeyDraft> {
  const all = (await listKeys(store, config.credentials, filter, now)).rows.filter(
    ({ credential }) => credential.kind !== 'none',
  );
  const free = all.filter(({ binding }) => binding === null);
  const alive = free.filter(({ state }) => state === 'active' || state === 'unknown');
  const used = alive.filter(({ credential }) => credential.lastUsed !== null && isPlain(credential.id));
  const entries = await Promise.all(used.map(({ credential, exposures }) => draftOf(store, credential, exposures)));
  return {
    entries: withOwnNames(entries).sort(byPlace),
    bound: all.length - free.length,
    dead: free.length - alive.length,
    unused: alive.length - used.length,
  };
}

async function draftOf(store: Store, credential: Credential, exposures: number): Promise<DraftBinding> {
  const query = { credential: credential.id };
  const incidents = await store.incidents.list(query);
  const bad = new Set(
    incidents.flatMap(({ findings }) =>
      findings.flatMap(({ evidence }) => evidence.map(({ address }) => blockOf(address))),
    ),
  );
  const seen = networksOf(await store.events.top('address', query, MAX_ADDRESSES));
  const clean = seen.filter(({ block }) => !bad.has(block));
  const name = credential.actor.split('/').at(-1) ?? '';
  return {
    credential,
    name: name === '' ? credential.id : name,
    owner: name,
    events: (await store.events.top('credential', query, 1))[0]?.count ?? 0,
    networks: clean.length > MAX_NETWORKS ? [] : clean,
    roams: clean.length > MAX_NETWORKS,
    suspect: seen.filter(({ block }) => bad.has(block)),
    incidents: incidents.map(({ id }) => id),
    exposures,
  };
}

function networksOf(addresses: readonly { readonly key: string; readonly count: number }[]): readonly SeenNetwork[] {
  const counts = new Map<string, number>();
  for (const { key, count } of addresses) {
    const block = blockOf(key);
    if (block !== '') counts.set(block, (counts.get(block) ?? 0) + count);
  }
  return [...counts]
    .map(([block, events]) => ({ block, events }))
    .sort((a, b) => b.events - a.events || (a.block < b.block ? -1 : 1));
}

function blockOf(address: string): string {
  return blockInfo(address)?.network ?? '';
}

/** In a pattern, a star or a blank would mean something else than it does in this key's name. */
function isPlain(alias: string): boolean {
  return /^[\w:./+=@-]+$/.test(alias);
}

/** Two keys of one user need two names. */
function withOwnNames(entries: readonly DraftBinding[]): DraftBinding[] {
  return entries.map((entry) => {
    const twins = entries.filter(({ name }) => name === entry.name);
    return twins.length === 1 ? entry : { ...entry, name: `${entry.name} …${entry.credential.id.slice(-4)}` };
  });
}

function byPlace(a: DraftBinding, b: DraftBinding): number {
  const key = ({ credential, name }: DraftBinding): string => `${credential.provider} ${credential.account} ${name}`;
  return key(a) < key(b) ? -1 : 1;
}
