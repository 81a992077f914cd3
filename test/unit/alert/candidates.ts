import type { AlertState, Candidate, Item } from '../../../src/alert/candidate.ts';
import type { AlertConfig } from '../../../src/alert/policy.ts';
import { DEFAULT_ALERT_CONFIG } from '../../../src/alert/policy.ts';
import { candidateOf } from '../../../src/alert/stages/route.ts';
import type { Incident } from '../../../src/core/incident.ts';
import type { OutboxEntry } from '../../../src/core/ports.ts';
import { incident, NIGHT } from './samples.ts';

export function item(change: Partial<Item> & { readonly entry?: OutboxEntry } = {}): Item {
  const about = change.incident ?? incident();
  return { entry: entryFor(about), incident: about, attempts: 0, unfinished: false, ...change };
}

export function entryFor(about: Incident, change: Partial<OutboxEntry> = {}): OutboxEntry {
  return { id: `${about.id}/first`, incident: about.id, reason: 'first', at: NIGHT, ...change };
}

/** A candidate for the sink `chat` about each of the incidents. */
export function candidates(...incidents: readonly Incident[]): readonly Candidate[] {
  return incidents.map((one) => candidateOf('chat', item({ incident: one })));
}

export function state(change: Partial<AlertState> = {}, config: Partial<AlertConfig> = {}): AlertState {
  return {
    config: { ...DEFAULT_ALERT_CONFIG, ...config },
    open: [],
    lastSent: new Map(),
    withheld: new Set(),
    flush: false,
    ...change,
  };
}
