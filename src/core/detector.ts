import type { Severity } from './event.ts';

/** Everything people need to know about a detector; docs and `rules explain` print it. */
export interface DetectorInfo {
  /** `leaked-key-in-use` */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** MITRE ATT&CK technique ids. */
  readonly attack: readonly string[];
  readonly detects: string;
  readonly misses: string;
  readonly falsePositives: string;
  readonly triage: string;
}

/** Points that a finding of this severity adds to its incident; `PAGE_SCORE` pages a person. */
export const SEVERITY_POINTS: Readonly<Record<Severity, number>> = {
  info: 0,
  low: 10,
  medium: 25,
  high: 50,
  critical: 100,
};

/** An incident is opened from here on; below, findings are kept and searchable. */
export const INCIDENT_SCORE = 40;

/** A person is paged from here on. A critical finding reaches it by itself. */
export const PAGE_SCORE = 100;
