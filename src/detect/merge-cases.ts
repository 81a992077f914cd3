import { INCIDENT_SCORE } from '../core/detector.ts';
import type { Finding } from '../core/finding.ts';
import type { IncidentMerge } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import type { Case } from './cases.ts';
import { renamed } from './findings.ts';
import type { Node } from './lineage.ts';
import { scoreOf, worse } from './score.ts';

type Told = NonNullable<Case['told']>;

/** The one that people know keeps its id; of two such, and of two unknown ones, the older. */
export function olderFirst(a: Case, b: Case): readonly [Case, Case] {
  if ((a.told === null) !== (b.told === null)) return a.told === null ? [b, a] : [a, b];
  const order = a.openedAt - b.openedAt || a.firstEvent - b.firstEvent || (a.id < b.id ? -1 : 1);
  return order <= 0 ? [a, b] : [b, a];
}

/** From the end of one to the beginning of the other; 0 where they overlap. */
export function silenceBetween(a: Case, b: Case): Millis {
  return Math.max(0, a.firstEvent - b.lastEvent, b.firstEvent - a.lastEvent);
}

/** Writes one name for the other in all that a case holds. */
export function renameIn(found: Case, node: Node, old: Node): void {
  if (found.root === old) found.root = node;
  if (found.members.delete(old)) found.members.add(node);
  for (const [index, finding] of found.findings.entries()) found.findings[index] = renamed(finding, old.id, node.id);
}

/**
 * Moves everything of one case into another.
 * @param why one sentence, for the history of the one that stays
 * @returns what the store has to be told; null where nobody has heard of `from`
 */
export function absorbCase(from: Case, into: Case, why: string): IncidentMerge | null {
  const known = new Set(into.findings.flatMap(sameness));
  const fresh = from.findings.filter((finding) => sameness(finding).every((one) => !known.has(one)));
  const without = from.findings.filter((finding) => !fresh.includes(finding)).map(({ id }) => id);
  into.findings.push(...fresh);
  into.findings.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  into.firstEvent = Math.min(into.firstEvent, from.firstEvent);
  into.lastEvent = Math.max(into.lastEvent, from.lastEvent);
  into.openedAt = Math.min(into.openedAt, from.openedAt);
  into.updatedAt = Math.max(into.updatedAt, from.updatedAt);
  into.weighty ||= from.weighty || scoreOf(into.findings).total >= INCIDENT_SCORE;
  into.distrusted ||= from.distrusted;
  for (const exposure of from.exposures) into.exposures.add(exposure);
  for (const node of from.members) into.members.add(node);
  if (from.told === null) return null;
  // What was told about the part need not be told again about the whole.
  into.told = bothTold(into.told, from.told);
  const note = { at: into.updatedAt, author: 'keywatch', text: `${from.id} was merged into this incident: ${why}` };
  return { from: from.id, into: into.id, note, ...(without.length === 0 ? {} : { without }) };
}

/** Under which names a finding counts as said already. */
function sameness({ id, detector, subject, key }: Finding): readonly string[] {
  return key === undefined ? [id] : [id, [detector, subject.id, key].join('\u0000')];
}

function bothTold(one: Told | null, other: Told): Told {
  if (one === null) return other;
  return {
    historical: one.historical && other.historical,
    severity: worse(one.severity, other.severity),
    detectors: new Set([...one.detectors, ...other.detectors]),
  };
}
