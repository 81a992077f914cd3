import type { Finding, Subject } from '../core/finding.ts';
import type { Incident } from '../core/incident.ts';
import type { OutboxEntry } from '../core/ports.ts';
import type { AlertReason } from '../core/sink.ts';
import type { Case } from './cases.ts';
import { stableId } from './ids.ts';
import type { Node } from './lineage.ts';
import { scoreOf, worse } from './score.ts';
import { incidentTitle, type TitleWords } from './title.ts';

export function subjectOf(node: Node): Subject {
  return { kind: node.kind, id: node.id };
}

/** The incident that a case amounts to, or null while it weighs too little. Pure. */
export function incidentOf(found: Case, words: TitleWords): Incident | null {
  const score = scoreOf(found.findings);
  if (!found.weighty && found.told === null) return null;
  return {
    id: found.id,
    subject: subjectOf(found.root),
    title: incidentTitle(found.root, score.parts, words, refusedIn(found.findings)),
    provider: found.root.provider,
    account: found.root.account,
    status: 'open',
    historical: found.findings.every((finding) => finding.historical),
    severity: score.severity,
    score: score.total,
    parts: score.parts,
    credentials: credentialsOf(found),
    findings: [...found.findings],
    exposures: [...found.exposures],
    firstEvent: found.firstEvent,
    lastEvent: found.lastEvent,
    openedAt: found.openedAt,
    updatedAt: found.updatedAt,
    owner: '',
    verdict: '',
    notes: [],
  };
}

function refusedIn(findings: readonly Finding[]): ReadonlySet<string> {
  const byDetector = Map.groupBy(findings, ({ detector }) => detector);
  const isRefused = (some: readonly Finding[]): boolean =>
    some.every(({ evidence }) => evidence.length > 0 && evidence.every(({ outcome }) => outcome === 'denied'));
  return new Set([...byDetector].filter(([, some]) => isRefused(some)).map(([detector]) => detector));
}

/** Credentials of the case: those with findings, those the evidence names, and everything minted below them in its time. */
function credentialsOf(found: Case): readonly string[] {
  const aliases = new Set<string>();
  const queue = [found.root, ...found.members];
  for (let at = 0; at < queue.length; at += 1) {
    const node = queue[at];
    if (node === undefined || (node.kind === 'credential' && aliases.has(node.id))) continue;
    if (node.kind === 'credential') aliases.add(node.id);
    for (const child of node.children) if ((child.createdAt ?? 0) >= found.firstEvent - 3_600_000) queue.push(child);
  }
  for (const finding of found.findings) {
    for (const event of finding.evidence) if (event.credential !== '') aliases.add(event.credential);
  }
  return [...aliases].sort();
}

/**
 * Which message the change calls for, if any. History gets a digest once and no pages.
 * Ids depend on what is said, not on when, so that a replay says nothing twice.
 */
export function alertFor(found: Case, incident: Incident): OutboxEntry | null {
  const { told } = found;
  const detectors = incident.findings.map((finding) => finding.detector);
  const fresh = detectors.filter((detector) => told?.detectors.has(detector) !== true);
  const entry = (reason: AlertReason, about: string): OutboxEntry => ({
    id: stableId(32, 'alert', incident.id, reason, about),
    incident: incident.id,
    reason,
    at: incident.updatedAt,
  });
  found.told = {
    historical: incident.historical,
    severity: incident.severity,
    detectors: new Set([...(told?.detectors ?? []), ...detectors]),
  };
  if (incident.historical) return told === null ? entry('digest', '') : null;
  if (told === null || told.historical) return entry('first', '');
  const before = told.severity;
  if (before !== incident.severity && worse(before, incident.severity) === incident.severity) {
    return entry('severity-raised', incident.severity);
  }
  const last = fresh.at(-1);
  return last === undefined ? null : entry('new-evidence', last);
}
