import type { EvidenceEvent } from '../../core/finding.ts';
import type { Incident } from '../../core/incident.ts';
import type { AlertGroup } from '../../core/sink.ts';
import { isoTime } from '../../core/time.ts';
import type { Json } from '../../kit/redact-json.ts';
import { redactJson } from '../../kit/redact-json.ts';
import { chooseEvidence, evidenceOf } from '../choose-evidence.ts';
import { footerOf, messageOf } from '../message.ts';

/** Events of one incident that are sent along; the rest is counted. */
const EVIDENCE_LIMIT = 100;

/** Fields that a receiver looks up or compares. */
const IDENTIFIERS = new Set(['id', 'eventId', 'credential', 'credentials', 'account']);

/** The body of the generic webhook, version 1: fields are added, never renamed or removed. */
export function webhookBody(group: AlertGroup): Json {
  return redactJson(groupBody(group), IDENTIFIERS);
}

function groupBody(group: AlertGroup): Json {
  return {
    schemaVersion: 1,
    type: 'keywatch.alert',
    id: group.id,
    reason: group.reason,
    maybeRepeat: group.maybeRepeat,
    sentAt: isoTime(group.at),
    footer: footerOf(group),
    incidents: group.incidents.map(incidentBody),
  };
}

function incidentBody(incident: Incident): Json {
  const message = messageOf(incident, EVIDENCE_LIMIT);
  const events = evidenceOf(incident);
  return {
    id: incident.id,
    title: message.headline,
    severity: incident.severity,
    score: incident.score,
    status: incident.status,
    historical: incident.historical,
    provider: incident.provider,
    account: incident.account,
    subject: { kind: incident.subject.kind, id: incident.subject.id },
    credentials: incident.credentials,
    owner: incident.owner,
    firstEvent: isoTime(incident.firstEvent),
    lastEvent: isoTime(incident.lastEvent),
    scoreParts: incident.parts.map(({ detector, points, times, reason }) => ({
      detector,
      points,
      times,
      reason,
    })),
    findings: incident.findings.map(({ id, detector, severity, at, reason }) => ({
      id,
      detector,
      severity,
      at: isoTime(at),
      reason,
    })),
    evidence: chooseEvidence(incident, EVIDENCE_LIMIT).map(eventBody),
    evidenceOmitted: Math.max(0, events.length - EVIDENCE_LIMIT),
    next: message.next,
  };
}

function eventBody(event: EvidenceEvent): Json {
  return {
    eventId: event.eventId,
    time: isoTime(event.time),
    provider: event.provider,
    credential: event.credential,
    actor: event.actor,
    action: event.action,
    target: event.target,
    address: event.address,
    tool: event.tool,
    outcome: event.outcome,
  };
}
