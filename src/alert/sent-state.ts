import type { Severity } from '../core/event.ts';
import { SEVERITIES } from '../core/event.ts';
import type { Incident, IncidentStatus } from '../core/incident.ts';
import { INCIDENT_STATUSES } from '../core/incident.ts';
import type { Mode } from './candidate.ts';

/** What a sink was told last about an incident: what dedup compares with. */
export interface SentState {
  readonly mode: Mode;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly findings: number;
}

/** Kept as the detail of a `sent` record: `page critical open 4 findings; 200 ok`. */
export function writeSentState(mode: Mode, incident: Incident, receipt: string): string {
  return `${mode} ${incident.severity} ${incident.status} ${incident.findings.length} findings; ${receipt}`;
}

/** Null where the detail was written by something else; then everything counts as new. */
export function readSentState(detail: string): SentState | null {
  const match = /^(page|digest) (\w+) (\w+) (\d+) findings; /.exec(detail);
  if (match === null) return null;
  const severity = SEVERITIES.find((one) => one === match[2]);
  const status = INCIDENT_STATUSES.find((one) => one === match[3]);
  if (severity === undefined || status === undefined) return null;
  return { mode: match[1] === 'page' ? 'page' : 'digest', severity, status, findings: Number(match[4]) };
}
