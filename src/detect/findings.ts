import type { Finding } from '../core/finding.ts';
import type { Millis } from '../core/time.ts';
import { HOUR } from '../core/time.ts';
import type { Observation } from './detector.ts';
import { stableId } from './ids.ts';
import { subjectOf } from './incidents.ts';
import type { Node } from './lineage.ts';
import type { Cursor } from './rows.ts';

/** More by one detector about one subject in one hour says nothing new. */
const MAX_PER_HOUR = 5;
const MAX_REASON = 600;

/** The finding for an observation about the event at hand. */
export function findingOf(detector: string, observation: Observation, subject: Node, cursor: Cursor): Finding {
  const evidence = observation.evidence ?? [cursor.evidence()];
  const { reason } = observation;
  const { context } = cursor.track;
  return {
    id: findingId(detector, subject.id, observation.key ?? cursor.eventId()),
    detector,
    severity: observation.severity,
    subject: subjectOf(subject),
    ...(observation.key === undefined ? {} : { key: observation.key }),
    // A record of one provider may be about the credential of another.
    account: subject.provider === context.provider ? context.account : subject.account,
    provider: subject.provider,
    at: cursor.time,
    reason: reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON)}…` : reason,
    evidence,
    historical: cursor.historical,
  };
}

/** The finding for something that no single record shows; `at` is the use it is about, or the exposure. Not history unless its maker says so. */
export function reportedFinding(detector: string, observation: Observation, subject: Node, at: Millis): Finding {
  return {
    id: findingId(detector, subject.id, observation.key ?? ''),
    detector,
    severity: observation.severity,
    subject: subjectOf(subject),
    key: observation.key ?? '',
    account: subject.account,
    provider: subject.provider,
    at,
    reason: observation.reason,
    evidence: observation.evidence ?? [],
    historical: false,
  };
}

function findingId(detector: string, subject: string, key: string): string {
  return stableId(32, 'finding', detector, subject, key);
}

/** The finding as it reads once its credential is known under another name as well. Its id stays: people have seen it. */
export function renamed(finding: Finding, from: string, to: string): Finding {
  const { subject } = finding;
  return {
    ...finding,
    subject: subject.kind === 'credential' && subject.id === from ? { kind: 'credential', id: to } : subject,
    evidence: finding.evidence.map((event) => (event.credential === from ? { ...event, credential: to } : event)),
  };
}

/** What the gate remembers, as plain data. */
export interface GateState {
  readonly known: readonly (readonly [string, Millis])[];
  readonly hours: readonly (readonly [string, { readonly hour: number; readonly count: number }])[];
}

/** Refuses findings that are there already, and floods of the same one. */
export class FindingGate {
  readonly #known = new Map<string, Millis>();
  readonly #hours = new Map<string, { hour: number; count: number }>();

  admit(finding: Finding): boolean {
    if (this.#known.has(finding.id)) return false;
    const key = `${finding.detector}\u0001${finding.subject.id}`;
    const hour = Math.floor(finding.at / HOUR);
    const state = this.#hours.get(key);
    if (state === undefined || state.hour !== hour) {
      this.#hours.set(key, { hour, count: 1 });
    } else {
      if (state.count >= MAX_PER_HOUR) return false;
      state.count += 1;
    }
    this.#known.set(finding.id, finding.at);
    return true;
  }

  /** Whether this was said about the subject, under whichever name. */
  knows(detector: string, subject: string, key: string): boolean {
    return this.#known.has(findingId(detector, subject, key));
  }

  /** What was said about a credential under its other name is not said again under this one. */
  know(finding: Finding, subject: string): void {
    if (finding.key !== undefined) this.#known.set(findingId(finding.detector, subject, finding.key), finding.at);
  }

  /** Repeats of old events are stopped by the store; what is kept here may go after a while. */
  sweep(before: Millis): void {
    for (const [id, at] of this.#known) if (at < before) this.#known.delete(id);
    for (const [key, state] of this.#hours) if (state.hour * HOUR < before) this.#hours.delete(key);
  }

  save(): GateState {
    return { known: [...this.#known], hours: [...this.#hours] };
  }

  restore(state: GateState): void {
    for (const [id, at] of state.known) this.#known.set(id, at);
    for (const [key, hour] of state.hours) this.#hours.set(key, { ...hour });
  }
}
