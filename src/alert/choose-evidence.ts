import { SEVERITIES } from '../core/event.ts';
import type { EvidenceEvent } from '../core/finding.ts';
import type { Incident } from '../core/incident.ts';

/** Every event behind the findings once, in order of time. */
export function evidenceOf(incident: Incident): readonly EvidenceEvent[] {
  const byId = new Map<string, EvidenceEvent>();
  for (const finding of incident.findings) for (const event of finding.evidence) byId.set(event.eventId, event);
  return [...byId.values()].sort(byTime);
}

/**
 * The few events that tell the most: of each finding, the gravest first, the event that completed
 * it and the one that began it; then how it all began and where it got to. In order of time.
 */
export function chooseEvidence(incident: Incident, limit: number): readonly EvidenceEvent[] {
  const all = evidenceOf(incident);
  if (all.length <= limit) return all;
  const graver = [...incident.findings].sort(
    (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || a.at - b.at || (a.id < b.id ? -1 : 1),
  );
  const ranked = [
    ...graver.flatMap((finding) => finding.evidence.slice(-1)),
    ...graver.flatMap((finding) => finding.evidence.slice(0, 1)),
    ...fromBothEnds(all),
  ];
  const chosen = new Map<string, EvidenceEvent>();
  for (const event of ranked) if (chosen.size < limit) chosen.set(event.eventId, event);
  return [...chosen.values()].sort(byTime);
}

function fromBothEnds<T>(rows: readonly T[]): readonly T[] {
  return rows.flatMap((_row, index) => [...rows.slice(index, index + 1), ...rows.slice(-1 - index).slice(0, 1)]);
}

function byTime(a: EvidenceEvent, b: EvidenceEvent): number {
  return a.time - b.time || (a.eventId < b.eventId ? -1 : 1);
}
