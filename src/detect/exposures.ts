import type { Note, Severity } from '../core/event.ts';
import type { Exposure } from '../core/exposure.ts';
import type { EvidenceEvent } from '../core/finding.ts';
import { isoTime, type Millis } from '../core/time.ts';
import type { Observation } from './detector.ts';
import { leakSentence, leakSeverity, placeBefore } from './detectors/leaked-key.ts';
import { stableId } from './ids.ts';
import type { Node } from './lineage.ts';
import type { Cell } from './memory/cell.ts';
import type { Cursor } from './rows.ts';

/** The provider's own word that a secret left its place: it has seen the secret. */
export function exposureOfNote(note: Extract<Note, { kind: 'exposure' }>, subject: Node, cursor: Cursor): Exposure {
  return {
    id: stableId(32, 'exposure', note.origin, subject.id, note.place),
    credential: subject.kind === 'credential' ? subject.id : '',
    ...(note.credentialKind === undefined ? {} : { credentialKind: note.credentialKind }),
    fingerprint: '',
    origin: note.origin,
    summary: note.summary,
    place: note.place,
    public: note.public,
    secretSeen: true,
    ...(note.spent === true ? { spent: true } : {}),
    exposedAt: cursor.time,
    reportedAt: cursor.time,
  };
}

/** What an exposure says by itself, before any use is known. */
export function observeExposure(exposure: Exposure): Observation {
  const severity: Severity = exposure.secretSeen && exposure.spent !== true ? 'high' : 'low';
  const where = exposure.place === '' ? '' : ` in ${exposure.place}`;
  const proof = exposure.secretSeen ? '' : ' Only its identifier was seen, which proves nothing by itself.';
  return { severity, key: exposure.id, reason: `${exposure.summary}${where}.${proof}` };
}

/** One thing that a report from outside leads to. */
export interface ReportedObservation {
  readonly detector: string;
  readonly observation: Observation;
  readonly at: Millis;
}

/**
 * What memory says about use since an exposure that comes to light later.
 * @param uses events since then, where somebody looked them up: evidence. Pure.
 */
export function observeUses(
  exposure: Exposure,
  cell: Cell | null,
  uses: readonly EvidenceEvent[],
): readonly ReportedObservation[] {
  const found: ReportedObservation[] = [];
  if (cell === null) return found;
  for (const seen of cell.networks) {
    if (seen.last < exposure.exposedAt) continue;
    const place = placeBefore(cell, seen.value, exposure.exposedAt);
    const severity = leakSeverity(exposure, place);
    if (severity === 'info') continue;
    found.push({
      detector: 'leaked-key-in-use',
      at: seen.last,
      observation: {
        severity,
        key: `${exposure.id}/${seen.value}`,
        reason: leakSentence(exposure, place, `used until ${isoTime(seen.last)} from ${seen.owner || seen.value}`),
        evidence: uses
          .filter((use) => use.time >= Math.max(seen.first, exposure.exposedAt) && use.time <= seen.last)
          .slice(0, 5),
      },
    });
  }
  return found;
}
