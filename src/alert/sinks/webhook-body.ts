import type { EvidenceEvent } from '../../core/finding.ts';
import type { Incident } from '../../core/incident.ts';
import type { AlertGroup } from '../../core/sink.ts';
import { isoTime } from '../../core/time.ts';
import { redact } from '../../kit/redact.ts';
import { evidenceOf, footerOf, messageOf } from '../message.ts';

/** Events of one incident that are sent along; the rest is counted. */
const EVIDENCE_LIMIT = 100;

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The body of the generic webhook, version 1: fields are added, never renamed or removed. */
export function webhookBody(group: AlertGroup): Json {
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
    owner: redact(incident.owner),
    firstEvent: isoTime(incident.firstEvent),
    lastEvent: isoTime(incident.lastEvent),
    scoreParts: incident.parts.map(({ detector, points, times, reason }) => ({
      detector,
      points,
      times,
      reason: redact(reason),
    })),
    findings: incident.findings.map(({ id, detector, severity, at, reason }) => ({
      id,
      detector,
      severity,
      at: isoTime(at),
      reason: redact(reason),
    })),
    evidence: events.slice(-EVIDENCE_LIMIT).map(eventBody),
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
    actor: redact(event.actor),
    action: redact(event.action),
    target: redact(event.target),
    address: redact(event.address),
    tool: redact(event.tool),
    outcome: event.outcome,
  };
}
