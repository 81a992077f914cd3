import { aliasOf } from '../core/event.ts';
import type { Exposure } from '../core/exposure.ts';
import type { Finding } from '../core/finding.ts';
import type { EventRow } from '../core/ports.ts';
import type { Proof } from '../core/proof.ts';
import type { Millis } from '../core/time.ts';
import { isoTime } from '../core/time.ts';
import type { Json } from '../kit/redact-json.ts';
import { redactJson } from '../kit/redact-json.ts';
import { SCHEMA_VERSION } from './format.ts';
import type { IncidentReport, RunView } from './incident-report.ts';
import { safeJson } from './json.ts';
import { timeline } from './timeline.ts';

/** Fields that are looked up by, or compared with, what other systems show. */
const IDENTIFIERS = new Set([
  'id',
  'aliases',
  'credential',
  'credentials',
  'parent',
  'child',
  'eventId',
  'evidenceIds',
  'account',
  'sha256',
  'planHash',
  'configHash',
  'run',
]);

/** The whole report for programs. Identifiers are as they are, everything else is redacted. */
export function incidentJson(report: IncidentReport): string {
  return `${safeJson(redactJson(reportJson(report), IDENTIFIERS), 2)}\n`;
}

function reportJson(report: IncidentReport): Json {
  const { incident, coverage } = report;
  return {
    schemaVersion: SCHEMA_VERSION,
    generatedAt: isoTime(report.generatedAt),
    tool: report.tool,
    configHash: report.configHash,
    incident: {
      id: incident.id,
      title: incident.title,
      subject: { ...incident.subject },
      provider: incident.provider,
      account: incident.account,
      status: incident.status,
      historical: incident.historical,
      severity: incident.severity,
      score: incident.score,
      scoreParts: incident.parts.map(({ detector, points, times, reason }) => ({
        detector,
        points,
        times,
        reason,
      })),
      credentials: incident.credentials,
      firstEvent: isoTime(incident.firstEvent),
      lastEvent: isoTime(incident.lastEvent),
      openedAt: isoTime(incident.openedAt),
      updatedAt: isoTime(incident.updatedAt),
      owner: incident.owner,
      verdict: incident.verdict,
      notes: incident.notes.map(({ at, author, text }) => ({ at: isoTime(at), author, text })),
      findings: incident.findings.map(findingJson),
    },
    timeline: timeline(report).map(({ at, to, kind, text, detail, credential, severity }) => ({
      from: isoTime(at),
      to: isoTime(to),
      kind,
      text,
      detail,
      credential,
      severity,
    })),
    exposures: report.exposures.map(exposureJson),
    credentials: report.credentials.map((one) => ({
      id: one.id,
      aliases: one.aliases,
      kind: one.kind,
      account: one.account,
      actor: one.actor,
      session: one.session,
      state: one.state,
      createdAt: timeOrNull(one.createdAt),
      expiresAt: timeOrNull(one.expiresAt),
      firstSeen: timeOrNull(one.firstSeen),
      lastUsed: timeOrNull(one.lastUsed),
    })),
    lineage: report.edges.map(({ parent, child, childKind, at, expires, eventId }) => ({
      parent,
      child,
      childKind,
      at: isoTime(at),
      expires: timeOrNull(expires),
      eventId,
    })),
    events: report.events.map(eventJson),
    eventCount: report.eventCount,
    linked: report.linked.map(({ incident: other, why }) => ({
      id: other.id,
      title: other.title,
      provider: other.provider,
      severity: other.severity,
      status: other.status,
      why,
    })),
    runs: report.runs.map(runJson),
    proof: report.proof === null ? null : proofJson(report.proof),
    coverage: {
      seen: coverage.spans.map(({ source, title, from, to }) => ({
        source,
        title,
        from: isoTime(from),
        to: isoTime(to),
      })),
      notVisible: coverage.notVisible,
      blindSpans: report.blindSpans.map(({ title, from, to, reason }) => ({
        title,
        from: isoTime(from),
        to: isoTime(to),
        reason,
      })),
    },
  };
}

function findingJson({ id, detector, severity, subject, at, reason, historical, evidence }: Finding): Json {
  return {
    id,
    detector,
    severity,
    subject: { ...subject },
    at: isoTime(at),
    reason,
    historical,
    evidenceIds: evidence.map((event) => event.eventId),
  };
}

function exposureJson({
  id,
  credential,
  origin,
  summary,
  place,
  public: open,
  secretSeen,
  exposedAt,
  reportedAt,
}: Exposure): Json {
  return {
    id,
    credential,
    origin,
    summary,
    place,
    public: open,
    secretSeen,
    exposedAt: isoTime(exposedAt),
    reportedAt: isoTime(reportedAt),
  };
}

function eventJson(row: EventRow): Json {
  return {
    eventId: row.eventId,
    time: isoTime(row.time),
    provider: row.provider,
    account: row.account,
    region: row.region,
    credential: row.credential === '' ? '' : aliasOf(row.provider, row.credential),
    actor: row.actor,
    session: row.session,
    service: row.service,
    action: row.action,
    verb: row.verb,
    target: row.target,
    outcome: row.outcome,
    errorCode: row.errorCode,
    address: row.address,
    agent: row.agent,
    evidence: { place: row.evidence.place, position: row.evidence.position, sha256: row.evidence.sha256 },
  };
}

function runJson({ run, steps, todo }: RunView): Json {
  return {
    id: run.id,
    playbook: run.plan.playbook,
    planHash: run.plan.hash,
    state: run.state,
    startedAt: isoTime(run.startedAt),
    approvedBy: run.approvedBy,
    steps: steps.map(({ step, state, attempt, at, detail }) => ({
      id: step.id,
      action: step.action,
      target: step.target.label,
      risk: step.risk,
      state,
      attempt,
      at: at === 0 ? null : isoTime(at),
      evidence: detail['evidence'] ?? '',
      reason: detail['reason'] ?? '',
    })),
    todo,
  };
}

function proofJson({ run, at, verdict, statement, containedAt, provider, silence, seen, notVisible }: Proof): Json {
  return {
    run,
    at: isoTime(at),
    verdict,
    statement,
    containedAt: isoTime(containedAt),
    provider: provider.map((one) => ({ ...one })),
    silence: {
      ...silence,
      credentials: silence.credentials,
      from: isoTime(silence.from),
      to: isoTime(silence.to),
      examples: silence.examples,
    },
    seen,
    notVisible: notVisible,
  };
}

function timeOrNull(at: Millis | null): string | null {
  return at === null ? null : isoTime(at);
}
