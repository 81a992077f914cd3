import type { Severity } from './event.ts';
import type { Finding, Subject } from './finding.ts';
import type { Millis } from './time.ts';

export const INCIDENT_STATUSES = ['open', 'acknowledged', 'contained', 'verified', 'closed'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** How much one detector adds to an incident's score, and why. */
export interface ScorePart {
  readonly detector: string;
  readonly points: number;
  readonly times: number;
  readonly reason: string;
}

export interface IncidentNote {
  readonly at: Millis;
  readonly author: string;
  readonly text: string;
}

/** Findings and exposures of one subtree of credentials, with a status and an owner. */
export interface Incident {
  /** Short and stable, e.g. `inc-7f3a9c2e`. */
  readonly id: string;
  readonly subject: Subject;
  readonly title: string;
  readonly provider: string;
  readonly account: string;
  readonly status: IncidentStatus;
  readonly historical: boolean;
  readonly severity: Severity;
  readonly score: number;
  readonly parts: readonly ScorePart[];
  /** All credentials of the subtree, as aliases. */
  readonly credentials: readonly string[];
  readonly findings: readonly Finding[];
  readonly exposures: readonly string[];
  readonly firstEvent: Millis;
  readonly lastEvent: Millis;
  readonly openedAt: Millis;
  readonly updatedAt: Millis;
  readonly owner: string;
  readonly verdict: string;
  readonly notes: readonly IncidentNote[];
}
