import type { Incident } from '../core/incident.ts';
import type { DeliveryRecord, OutboxEntry } from '../core/ports.ts';
import type { AlertReason } from '../core/sink.ts';
import type { Millis } from '../core/time.ts';
import type { AlertConfig } from './policy.ts';

/** A page is about one incident and wakes a person; a digest is about many and does not. */
export type Mode = 'page' | 'digest';

/** An outbox entry with the incident it is about, as it is now. */
export interface Item {
  readonly entry: OutboxEntry;
  readonly incident: Incident;
  /** Failed attempts so far. */
  readonly attempts: number;
  /** An attempt began and its end was never recorded. */
  readonly unfinished: boolean;
}

/** A message in the making, for one sink. */
export interface Candidate {
  readonly sink: string;
  readonly mode: Mode;
  readonly items: readonly Item[];
  /** Named by the dedup stage. */
  readonly reason: AlertReason;
}

/** A candidate that goes no further; `why` is a named reason with its facts. */
export interface Aside {
  readonly candidate: Candidate;
  readonly why: string;
}

/** What a stage makes of its input. `held` comes back next time; `dropped` is final. */
export interface Sorted {
  readonly pass: readonly Candidate[];
  readonly held: readonly Aside[];
  readonly dropped: readonly Aside[];
}

/** What stages may look at. Read once a tick. */
export interface AlertState {
  readonly config: AlertConfig;
  /** Open and live. */
  readonly open: readonly Incident[];
  /** By `sentKey`. */
  readonly lastSent: ReadonlyMap<string, DeliveryRecord>;
  /** Keys of those to whom the last message was not sent on purpose, by `sentKey`. */
  readonly withheld: ReadonlySet<string>;
  /** Everything that waits goes now: the end of a scan or of the daemon. */
  readonly flush: boolean;
}

export type Stage = (candidates: readonly Candidate[], state: AlertState, now: Millis) => Sorted;

export function sentKey(incident: string, sink: string): string {
  return `${incident}\u0000${sink}`;
}

/** Incidents of a candidate, each once, in the order of their entries. */
export function incidentsOf(candidate: Candidate): readonly Incident[] {
  const byId = new Map<string, Incident>();
  for (const item of candidate.items) byId.set(item.incident.id, item.incident);
  return [...byId.values()];
}
