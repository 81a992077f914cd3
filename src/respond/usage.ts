import type { CredentialStore, EventRow, EventStore } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import { DAY } from '../core/time.ts';
import type { WatchedSource } from './proof.ts';
import { rowsOf } from './recent-use.ts';
import type { SagaDeps, UsageSince } from './saga-types.ts';

/** How far back the habits of a credential are read. */
const RHYTHM_WINDOW = 30 * DAY;

/** Answers "who still uses it?" from the event store and the provider's last-used stamps. */
export function usageSince(
  events: Pick<EventStore, 'search'>,
  credentials: Pick<CredentialStore, 'get'>,
  sources: () => Promise<readonly WatchedSource[]>,
): SagaDeps['usage'] {
  return async (credential, since): Promise<UsageSince> => {
    let latest: EventRow | null = null;
    for await (const row of rowsOf(events, { credential, from: since })) {
      if (latest === null || row.time > latest.time) latest = row;
    }
    const times: Millis[] = [];
    for await (const row of rowsOf(events, { credential, from: since - RHYTHM_WINDOW, to: since }))
      times.push(row.time);
    const known = await credentials.get(credential);
    const stamp = known?.lastUsed ?? null;
    const stamped = stamp !== null && stamp >= since ? stamp : null;
    const watched = (await sources()).filter((one) => known === null || one.provider === known.provider);
    return {
      last: latest === null ? stamped : Math.max(latest.time, stamped ?? 0),
      by: latest === null ? 'an unknown caller' : `${latest.actor} from ${latest.address} with ${latest.agent}`,
      // Where nothing watches, nothing has been seen: the drain then ends at its deadline only.
      observedThrough: watched.length === 0 ? 0 : Math.min(...watched.map((one) => one.observedThrough)),
      rhythm: longestPause(times),
      lag: Math.max(0, ...watched.map((one) => one.lag)),
    };
  };
}

function longestPause(times: readonly Millis[]): Millis {
  const ordered = times.toSorted((a, b) => a - b);
  let longest = 0;
  for (const [index, time] of ordered.entries()) longest = Math.max(longest, time - (ordered[index - 1] ?? time));
  return longest;
}
