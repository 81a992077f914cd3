import { aliasOf } from '../../core/event.ts';
import type { Exposure } from '../../core/exposure.ts';
import type { EvidenceEvent } from '../../core/finding.ts';
import type { EventRow, Store } from '../../core/ports.ts';
import type { Engine } from '../../detect/engine.ts';

/** Changes with every report, so that a daemon sees with one small read that there is something new. */
const NEWS = 'exposures.news';
/** Uses that a finding may quote. */
const USES = 50;

/** Stores reports; whoever holds the detection lease takes them up. @returns those that were not known yet */
export async function saveExposures(store: Store, exposures: readonly Exposure[]): Promise<readonly Exposure[]> {
  const fresh: Exposure[] = [];
  for (const exposure of exposures)
    if ((await store.credentials.saveExposure(exposure)) === 'new') fresh.push(exposure);
  const last = fresh.at(-1);
  // After the exposures themselves: who sees the news finds them.
  if (last !== undefined) await store.settings.set(NEWS, `${last.reportedAt} ${last.id}`);
  return fresh;
}

/** Brings stored reports to the detectors: those made by other processes, and those that no memory snapshot holds yet. */
export interface PendingExposures {
  /** @returns how many were told; the engine has something to save then */
  take(): Promise<number>;
}

/** The detectors take a report that they know for what it is, so telling everything once at the start is safe. */
export function createPendingExposures(store: Store, engine: Engine): PendingExposures {
  const told = new Set<string>();
  let read: string | null | undefined;
  return {
    async take() {
      const news = await store.settings.get(NEWS);
      if (news === read) return 0;
      let count = 0;
      for (const exposure of await store.credentials.exposures({})) {
        if (exposure.credential === '' || told.has(exposure.id)) continue;
        engine.reportExposure(exposure, exposure.reportedAt, await usesSince(store, exposure));
        told.add(exposure.id);
        count += 1;
      }
      read = news;
      return count;
    },
  };
}

async function usesSince(store: Store, { credential, exposedAt }: Exposure): Promise<readonly EvidenceEvent[]> {
  const { rows } = await store.events.search({ credential, from: exposedAt }, { limit: USES });
  return rows.map(evidenceOf).toReversed();
}

function evidenceOf(row: EventRow): EvidenceEvent {
  const { eventId, time, provider, actor, action, target, address, agent, outcome } = row;
  const credential = aliasOf(provider, row.credential);
  return { eventId, time, provider, credential, actor, action, target, address, tool: agent, outcome };
}
