import type { Severity } from './event.ts';
import type { Millis } from './time.ts';

/** What an incident is about when no credential can be named, and when one can. */
export type Subject =
  | { readonly kind: 'credential'; readonly id: string }
  | { readonly kind: 'principal'; readonly id: string }
  | { readonly kind: 'source'; readonly id: string };

/** One event behind a finding, with what a person needs to judge it without a look-up. */
export interface EvidenceEvent {
  readonly eventId: string;
  readonly time: Millis;
  readonly provider: string;
  readonly credential: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly address: string;
  readonly tool: string;
  readonly outcome: string;
}

/** One observation by one detector about one subject, scored and deduplicated. */
export interface Finding {
  /** Deterministic: a replay of the same events makes the same id. */
  readonly id: string;
  readonly detector: string;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly account: string;
  readonly provider: string;
  /** What makes it the only one of its kind for its subject (a network, a tool); absent where each event counts by itself. */
  readonly key?: string;
  /** Time of the event that completed the observation. */
  readonly at: Millis;
  /** One sentence with the facts: what broke which baseline. */
  readonly reason: string;
  readonly evidence: readonly EvidenceEvent[];
  /** True when its events were older than an hour when they arrived. */
  readonly historical: boolean;
}
