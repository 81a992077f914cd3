import type { Exposure } from '../core/exposure.ts';
import type { EvidenceEvent, Finding } from '../core/finding.ts';
import type { Incident } from '../core/incident.ts';
import type { DetectionCommit, OutboxEntry } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import { DAY } from '../core/time.ts';
import { type Blindness, observeBlindness, SOURCE_BLIND } from './blindness.ts';
import type { Case, Cases } from './cases.ts';
import { titleWords } from './catalogue.ts';
import type { Observation } from './detector.ts';
import { observeExposure, observeUses, type ReportedObservation } from './exposures.ts';
import { FindingGate, findingOf, reportedFinding } from './findings.ts';
import { alertFor, incidentOf } from './incidents.ts';
import type { Lineage, Node } from './lineage.ts';
import type { Memory } from './memory/memory.ts';
import type { Cursor } from './rows.ts';
import { isHistory } from './rows.ts';
import type { SigmaRule } from './sigma/rule.ts';
import type { TitleWords } from './title.ts';

const GATE_MEMORY = 30 * DAY;

/** Collects findings and exposures, and makes the commit of them. */
export class Outcome {
  readonly #cases: Cases;
  readonly #lineage: Lineage;
  readonly #memory: Memory;
  readonly #words: TitleWords;
  readonly gate: FindingGate = new FindingGate();
  #findings: Finding[] = [];
  #exposures: Exposure[] = [];

  constructor(cases: Cases, lineage: Lineage, memory: Memory, rules: readonly SigmaRule[]) {
    this.#cases = cases;
    this.#lineage = lineage;
    this.#memory = memory;
    this.#words = titleWords(rules);
  }

  report(detector: string, observation: Observation, subject: Node, cursor: Cursor): void {
    const finding = findingOf(detector, observation, subject, cursor);
    if (!this.gate.admit(finding)) return;
    this.#findings.push(finding);
    const found = this.#cases.add(subject, finding, cursor.committed.seenAt);
    // At once, not when it is told: when that is depends on how often the daemon looks.
    if (!found.distrusted && found.weighty && isLive(found)) this.#distrust(found);
  }

  /** Takes in an exposure found in the records themselves. */
  expose(node: Node, exposure: Exposure, cursor: Cursor): void {
    if (!this.attach(node, exposure)) return;
    this.report('credential-exposed', observeExposure(exposure), node, cursor);
    const found = this.#cases.of(node);
    if (found !== undefined) this.#cases.note(found, exposure.id);
    this.#meetUses(node, exposure, cursor.committed.seenAt, []);
  }

  /** Takes in an exposure reported from outside, and judges what memory knows about use since then. */
  reportExposure(exposure: Exposure, seenAt: Millis, uses: readonly EvidenceEvent[]): void {
    if (exposure.credential === '') return;
    const node = this.#lineage.named(exposure.credential);
    if (!this.attach(node, exposure)) return;
    const reported = {
      detector: 'credential-exposed',
      observation: observeExposure(exposure),
      at: exposure.reportedAt,
    };
    for (const found of [reported, ...observeUses(exposure, this.#memory.get(cellKeyOf(node)) ?? null, uses)]) {
      // A report is news, however old the use that it is about.
      this.#takeReport(node, exposure, found, { seenAt, historical: false });
    }
  }

  /** A credential turned out to have another name: one story from now on, and leaks known by one name meet the use under the other. */
  join(node: Node, old: Node, seenAt: Millis): void {
    this.#cases.join(node, old);
    const known = [...this.#cases.all()].filter(({ members }) => members.has(node)).flatMap(({ findings }) => findings);
    for (const finding of known) this.gate.know(finding, node.id);
    const events = known.flatMap(({ evidence }) => evidence).filter(({ credential }) => credential === node.id);
    for (const exposure of node.exposures) this.#meetUses(node, exposure, seenAt, events);
  }

  reportBlindness(blindness: Blindness, at: Millis): void {
    const { provider, account, source } = blindness;
    const node = this.#lineage.principal(provider, account, source, '', 'source');
    const finding = reportedFinding(SOURCE_BLIND.id, observeBlindness(blindness), node, at);
    if (!this.gate.admit(finding)) return;
    this.#findings.push(finding);
    this.#cases.add(node, finding, at);
  }

  /** A person closed it. */
  close(id: string, verdict: 'benign' | 'malicious'): void {
    const found = this.#cases.byId(id);
    if (found === undefined) return;
    found.closed = true;
    if (verdict === 'malicious') return;
    for (const node of found.members) {
      const cell = this.#memory.get(cellKeyOf(node));
      if (cell === undefined) continue;
      for (const list of [cell.networks, cell.tools, cell.countries]) for (const seen of list) seen.suspect = false;
    }
  }

  /** @returns false when it was known */
  attach(node: Node, exposure: Exposure): boolean {
    if (node.exposures.some((known) => known.id === exposure.id)) return false;
    node.exposures.push(exposure);
    if (node.credentialKind === 'none') node.credentialKind = exposure.credentialKind ?? 'none';
    this.#exposures.push(exposure);
    this.#lineage.markChanged(node);
    return true;
  }

  /** Whether an incident that is not history covers the node: what happens in it is not normal. */
  isLive(node: Node, at: Millis): boolean {
    const found = this.#cases.covering(node, at);
    return found !== undefined && found.weighty && isLive(found);
  }

  take(position: number): DetectionCommit {
    const { changed, merges } = this.#cases.takeChanges();
    const incidents: Incident[] = [];
    const alerts: OutboxEntry[] = [];
    for (const found of changed) {
      const incident = incidentOf(found, this.#words);
      if (incident === null) continue;
      const alert = alertFor(found, incident);
      incidents.push(incident);
      if (alert !== null) alerts.push(alert);
    }
    const { edges, credentials } = this.#lineage.takeChanges();
    const findings = this.#findings;
    const exposures = this.#exposures;
    this.#findings = [];
    this.#exposures = [];
    return { position, snapshot: null, edges, credentials, exposures, findings, incidents, merged: merges, alerts };
  }

  sweep(now: Millis): void {
    this.gate.sweep(now - GATE_MEMORY);
  }

  /** What came to light late: the leak was known, or the use, and only now both of the same credential. */
  #meetUses(node: Node, exposure: Exposure, seenAt: Millis, events: readonly EvidenceEvent[]): void {
    for (const found of observeUses(exposure, this.#memory.get(cellKeyOf(node)) ?? null, events)) {
      const historical = isHistory(Math.max(found.at, exposure.reportedAt), seenAt);
      this.#takeReport(node, exposure, found, { seenAt, historical });
    }
  }

  #takeReport(
    node: Node,
    exposure: Exposure,
    { detector, observation, at }: ReportedObservation,
    when: { readonly seenAt: Millis; readonly historical: boolean },
  ): void {
    const finding = { ...reportedFinding(detector, observation, node, at), historical: when.historical };
    if (!this.gate.admit(finding)) return;
    this.#findings.push(finding);
    this.#cases.note(this.#cases.add(node, finding, when.seenAt), exposure.id);
  }

  /** What was learned since the first evidence of a new incident is not normal. */
  #distrust(found: Case): void {
    found.distrusted = true;
    for (const node of found.members) {
      const cell = this.#memory.get(cellKeyOf(node));
      if (cell === undefined) continue;
      for (const list of [cell.networks, cell.tools, cell.countries]) {
        // Where nothing is older there is no normal to tell it from.
        if (!list.some((seen) => !seen.suspect && seen.first < found.firstEvent)) continue;
        for (const seen of list) if (seen.first >= found.firstEvent) seen.suspect = true;
      }
    }
  }
}

function cellKeyOf(node: Node): string {
  return node.kind === 'credential' ? `key/${node.id}` : `who/${node.id}`;
}

function isLive(found: Case): boolean {
  return !found.closed && found.findings.some((finding) => !finding.historical);
}
