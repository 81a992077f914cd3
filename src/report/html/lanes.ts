import type { EvidenceEvent } from '../../core/finding.ts';
import type { Millis } from '../../core/time.ts';
import { isUse, useOf } from '../bursts.ts';
import type { IncidentReport } from '../incident-report.ts';
import type { LineageNode } from '../lineage.ts';
import { lineageOf } from '../lineage.ts';
import { shortActor, shortAlias } from '../names.ts';

/** One row of the drawing: a credential with its uses. */
export interface Lane {
  readonly alias: string;
  readonly label: string;
  readonly sublabel: string;
  readonly uses: readonly EvidenceEvent[];
  /** When and out of which lane it was made. */
  readonly made: { readonly at: Millis; readonly parent: string } | null;
}

const MOST_LANES = 9;
const ACTOR_COLUMNS = 25;

/** Credentials in the order of the tree; those that do not fit share the last lane. */
export function lanesOf(report: IncidentReport): readonly Lane[] {
  const uses = usesOf(report).filter(isUse);
  const nodes = lineageOf(report.credentials, report.edges).flatMap(flatten);
  const ids = new Map(report.credentials.flatMap((one) => one.aliases.map((alias) => [alias, one.id] as const)));
  const byId = new Map<string, EvidenceEvent[]>();
  for (const use of uses) {
    const id = ids.get(use.credential) ?? use.credential;
    const own = byId.get(id);
    if (own === undefined) byId.set(id, [use]);
    else own.push(use);
  }
  const known = nodes.map((node) => laneOf(node, byId.get(node.alias) ?? [], ids));
  const strangers = [...byId]
    .filter(([id]) => !nodes.some((node) => node.alias === id))
    .map(([id, own]): Lane => bareLane(id, own));
  const lanes = [...known, ...strangers].filter((lane) => lane.uses.length > 0 || lane.made !== null);
  return lanes.length <= MOST_LANES ? lanes : shareOne(lanes, report);
}

/** The busiest lanes stay, those on which findings rest before all others. */
function shareOne(lanes: readonly Lane[], { incident }: IncidentReport): readonly Lane[] {
  const bearing = new Set(incident.findings.flatMap((finding) => finding.evidence.map((event) => event.eventId)));
  const weight = (lane: Lane): number =>
    lane.uses.filter((use) => bearing.has(use.eventId)).length * 1000 + lane.uses.length;
  const ranked = [...lanes].sort((a, b) => weight(b) - weight(a));
  const kept = new Set(ranked.slice(0, MOST_LANES - 1));
  const rest = lanes.filter((lane) => !kept.has(lane));
  const label = `${rest.length} more credentials`;
  const shared: Lane = { alias: '', label, sublabel: '', uses: rest.flatMap((lane) => lane.uses), made: null };
  return [...lanes.filter((lane) => kept.has(lane)), shared];
}

export function usesOf({ incident, events }: IncidentReport): readonly EvidenceEvent[] {
  const evidence = incident.findings.flatMap((finding) => finding.evidence);
  const byId = new Map([...evidence, ...events.map(useOf)].map((use) => [use.eventId, use]));
  return [...byId.values()].sort((a, b) => a.time - b.time || (a.eventId < b.eventId ? -1 : 1));
}

function flatten(node: LineageNode): readonly LineageNode[] {
  return [node, ...node.children.flatMap(flatten)];
}

function laneOf(
  { alias, credential, made }: LineageNode,
  uses: readonly EvidenceEvent[],
  ids: ReadonlyMap<string, string>,
): Lane {
  const actor = credential?.actor ?? made?.childActor ?? uses[0]?.actor ?? '';
  return {
    alias,
    label: shortAlias(alias),
    sublabel: [shortAlias(shortActor(actor), ACTOR_COLUMNS), credential?.kind ?? made?.childKind ?? '']
      .filter((part) => part !== '')
      .join(', '),
    uses,
    made: made === null ? null : { at: made.at, parent: ids.get(made.parent) ?? made.parent },
  };
}

function bareLane(alias: string, uses: readonly EvidenceEvent[]): Lane {
  return {
    alias,
    label: alias === '' ? 'no credential named' : shortAlias(alias),
    sublabel: shortAlias(shortActor(uses[0]?.actor ?? ''), ACTOR_COLUMNS),
    uses,
    made: null,
  };
}
