import type { Credential } from '../../core/credential.ts';
import type { Verb } from '../../core/event.ts';
import type { EventQuery, Store } from '../../core/ports.ts';

/**
 * What a credential was seen to do with what it may do: `none` nothing at all, `reads` nothing but reading, `changes`
 * more than that. `unseen`: no record says whether or for what.
 */
export type KeyUse = 'none' | 'reads' | 'changes' | 'unseen';

const READING: ReadonlySet<string> = new Set<Verb>(['read', 'authenticate', 'deny']);
/** There are fewer verbs and ways to write a coarse event than this. */
const ALL = 100;

/** By all that is stored of it; what was refused was no use of a power. */
export async function useOf(store: Pick<Store, 'events'>, credential: Credential): Promise<KeyUse> {
  const query: EventQuery = { ...whoseUse(credential), outcome: 'success' };
  const verbs = await store.events.top('verb', query, ALL);
  let unknown = 0;
  let reads = 0;
  for (const { count, key } of verbs) {
    if (READING.has(key)) reads += count;
    else if (key === 'unknown') unknown += count;
    else return 'changes';
  }
  if (unknown > 0) {
    const coarse = await store.events.top('action', { ...query, action: LAST_USED }, 1);
    if (unknown > (coarse[0]?.count ?? 0)) return 'unseen';
  }
  if (reads > 0) return 'reads';
  // Lists know the last use of tokens and keys, and of apps nothing.
  const isUnused = credential.lastUsed === null && credential.firstSeen === null && credential.kind !== 'app-token';
  return isUnused ? 'none' : 'unseen';
}

/** What stands for an app in a list is never in a log: its tokens live for an hour and are known by the app. */
function whoseUse({ account, actor, id, kind, provider }: Credential): EventQuery {
  return kind === 'app-token' && actor !== '' ? { provider, account, actor } : { credential: id };
}

/** Action of the coarse events that are made of last-used stamps. */
export const LAST_USED = 'last used';
