import type { EvidenceEvent } from '../core/finding.ts';
import type { Incident } from '../core/incident.ts';
import type { AlertGroup, AlertReason } from '../core/sink.ts';
import { isoTime } from '../core/time.ts';
import { redact } from '../kit/redact.ts';
import { chooseEvidence, evidenceOf } from './choose-evidence.ts';

/** One incident as every sink tells it. Redacted, not escaped: each sink escapes for its own medium. */
export interface IncidentMessage {
  readonly id: string;
  readonly severity: Incident['severity'];
  readonly headline: string;
  /** Label and value: whose key, from where, when. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly evidence: readonly EvidenceRow[];
  /** Evidence rows left out. */
  readonly more: number;
  /** Why this score, the largest part first. */
  readonly why: readonly string[];
  /** The exact command. */
  readonly next: string;
}

export interface EvidenceRow {
  readonly time: string;
  readonly action: string;
  readonly place: string;
  readonly target: string;
  readonly outcome: string;
}

const REASONS: Readonly<Record<AlertReason, string>> = {
  first: 'first message about this incident',
  'new-evidence': 'new evidence since the last message',
  'severity-raised': 'more severe than in the last message',
  'status-changed': 'its status has changed',
  'person-awaited': 'a person has to do something, and has not yet',
  'deadline-missed': 'a person had to do something, and the time is over',
  repeat: 'still open and not acknowledged',
  digest: 'digest: nothing here pages anyone',
};

/** The last line of every message: why it was sent now, and whether it may have been sent before. */
export function footerOf(group: AlertGroup): string {
  const repeat = group.maybeRepeat ? ' · may be a repeat: an earlier attempt was not confirmed' : '';
  return `${REASONS[group.reason]} · ${group.id}${repeat}`;
}

/** @param evidenceLimit rows of evidence; those that tell the most are kept */
export function messageOf(incident: Incident, evidenceLimit: number): IncidentMessage {
  const events = evidenceOf(incident);
  const shown = chooseEvidence(incident, evidenceLimit);
  return {
    id: incident.id,
    severity: incident.severity,
    headline: redact(incident.title),
    facts: factsOf(incident, events),
    evidence: shown.map(rowOf),
    more: events.length - shown.length,
    why: whyOf(incident),
    next: `keywatch respond plan ${incident.id}`,
  };
}

function factsOf(incident: Incident, events: readonly EvidenceEvent[]): IncidentMessage['facts'] {
  const facts = [
    { label: 'Used as', value: listed(events.map((event) => event.actor)) },
    { label: 'From', value: listed(events.map((event) => event.address)) },
    { label: 'With', value: listed(events.map((event) => event.tool)) },
    { label: 'Account', value: `${incident.provider} ${incident.account}`.trim() },
    { label: 'When', value: spanOf(incident) },
    { label: 'Status', value: statusOf(incident) },
    { label: 'Last note', value: incident.notes.at(-1)?.text ?? '' },
  ];
  const told = facts.filter((fact) => fact.value !== '').map(({ label, value }) => ({ label, value: redact(value) }));
  return [{ label: subjectLabel(incident), value: subjectText(incident) }, ...told];
}

function subjectLabel(incident: Incident): string {
  return { credential: 'Key', principal: 'Principal', source: 'Source' }[incident.subject.kind];
}

/** Key ids are not secret, and a masked one could not be looked up. */
function subjectText(incident: Incident): string {
  const others = incident.credentials.filter((alias) => alias !== incident.subject.id).length;
  return others === 0 ? incident.subject.id : `${incident.subject.id} and ${others} more`;
}

function statusOf(incident: Incident): string {
  const owner = incident.owner === '' ? 'nobody on it' : `with ${incident.owner}`;
  return `${incident.status}${incident.historical ? ', historical' : ''}, ${owner}`;
}

function spanOf(incident: Incident): string {
  return incident.firstEvent === incident.lastEvent
    ? isoTime(incident.firstEvent)
    : `${isoTime(incident.firstEvent)} to ${isoTime(incident.lastEvent)}`;
}

function whyOf(incident: Incident): readonly string[] {
  return [...incident.parts]
    .sort((a, b) => b.points - a.points || (a.detector < b.detector ? -1 : 1))
    .map(({ detector, points, times, reason }) =>
      redact(`+${points} ${detector}${times > 1 ? ` (${times} times)` : ''}: ${reason}`),
    );
}

function rowOf(event: EvidenceEvent): EvidenceRow {
  return {
    time: isoTime(event.time),
    action: redact(event.action),
    place: redact(event.address),
    target: redact(event.target),
    outcome: event.outcome,
  };
}

function listed(values: readonly string[]): string {
  const distinct = [...new Set(values.filter((value) => value !== ''))];
  const rest = distinct.length - 3;
  return rest > 0 ? `${distinct.slice(0, 3).join(', ')} and ${rest} more` : distinct.join(', ');
}
