import type { Incident } from '../core/incident.ts';
import type { AlertStore, DeliveryRecord, IncidentStore } from '../core/ports.ts';
import type { Clock } from '../core/time.ts';
import type { AlertState, Candidate } from './candidate.ts';
import { sentKey } from './candidate.ts';
import type { AlertConfig } from './policy.ts';
import { wantsReminder } from './reminders.ts';
import { candidateOf } from './stages/route.ts';

interface Sources {
  readonly store: AlertStore;
  readonly incidents: IncidentStore;
  readonly clock: Clock;
  readonly config: AlertConfig;
}

/** Open incidents, with what each sink was told about those that may need a reminder. */
export async function loadState(sources: Sources, sinks: readonly string[], flush: boolean): Promise<AlertState> {
  const open = await sources.incidents.list({ open: true, historical: false });
  const lastSent = new Map<string, DeliveryRecord>();
  const withheld = new Set<string>();
  for (const { id } of open.filter(wantsReminder)) {
    const history = await sources.store.history(id);
    for (const sink of sinks) {
      const own = history.filter((record) => record.sink === sink);
      const sent = own.findLast((record) => record.result === 'sent');
      if (sent !== undefined) lastSent.set(sentKey(id, sink), sent);
      if (own.at(-1)?.result === 'suppressed') withheld.add(sentKey(id, sink));
    }
  }
  return { config: sources.config, open, lastSent, withheld, flush };
}

export interface Loaded {
  readonly candidates: readonly Candidate[];
  /** The state, widened by what was told about the incidents of the candidates. */
  readonly state: AlertState;
  /** Entries whose incident is gone: they can never be sent. */
  readonly orphans: readonly DeliveryRecord[];
}

/** What is pending, with each incident as it is now, merges followed. */
export async function loadCandidates(sources: Sources, sinks: readonly string[], state: AlertState): Promise<Loaded> {
  const now = sources.clock.now();
  const incidents = new Map<string, Incident | null>(state.open.map((incident) => [incident.id, incident]));
  const candidates: Candidate[] = [];
  const orphans: DeliveryRecord[] = [];
  for (const { entry, sink, attempts, unfinished } of await sources.store.pending(sinks, now)) {
    if (!incidents.has(entry.incident)) incidents.set(entry.incident, await sources.incidents.get(entry.incident));
    const incident = incidents.get(entry.incident) ?? null;
    if (incident !== null) candidates.push(candidateOf(sink, { entry, incident, attempts, unfinished }));
    else
      orphans.push({
        entry: entry.id,
        sink,
        attempt: attempts,
        at: now,
        result: 'suppressed',
        detail: 'unknown-incident: it is not stored',
        nextAt: null,
      });
  }
  const ids = new Set(candidates.flatMap((candidate) => candidate.items.map((item) => item.incident.id)));
  const told = await loadLastSent(sources.store, [...ids], sinks);
  return { candidates, orphans, state: { ...state, lastSent: new Map([...state.lastSent, ...told]) } };
}

async function loadLastSent(
  store: AlertStore,
  incidents: readonly string[],
  sinks: readonly string[],
): Promise<Map<string, DeliveryRecord>> {
  const lastSent = new Map<string, DeliveryRecord>();
  for (const incident of incidents) {
    for (const sink of sinks) {
      const record = await store.lastSent(incident, sink);
      if (record !== null) lastSent.set(sentKey(incident, sink), record);
    }
  }
  return lastSent;
}
