import { aliasOf } from '../core/event.ts';
import type { EvidenceEvent } from '../core/finding.ts';
import type { EventRow } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import { MINUTE } from '../core/time.ts';

/** Uses of one credential from one place that follow each other closely. */
export interface Burst {
  readonly from: Millis;
  readonly to: Millis;
  readonly credential: string;
  readonly actor: string;
  readonly address: string;
  /** Distinct, in the order of first use. */
  readonly tools: readonly string[];
  readonly denied: number;
  readonly uses: readonly EvidenceEvent[];
  readonly actions: readonly string[];
  /** Distinct, '' left out. */
  readonly targets: readonly string[];
}

const PAUSE = 5 * MINUTE;

/** A stored event names its credential as its provider does, evidence by alias. */
export function useOf(row: EventRow): EvidenceEvent {
  const { eventId, time, provider, actor, action, target, address, agent, outcome } = row;
  const credential = row.credential === '' ? '' : aliasOf(provider, row.credential);
  return { eventId, time, provider, credential, actor, action, target, address, tool: agent, outcome };
}

/** What names neither a credential nor an actor tells of one, and is no use of it. */
export function isUse({ credential, actor }: Pick<EvidenceEvent, 'actor' | 'credential'>): boolean {
  return credential !== '' || actor !== '';
}

/** Groups uses into bursts; interleaved credentials make bursts of their own. */
export function burstsOf(uses: readonly EvidenceEvent[]): readonly Burst[] {
  const sorted = [...uses].sort((a, b) => a.time - b.time || (a.eventId < b.eventId ? -1 : 1));
  const groups: EvidenceEvent[][] = [];
  const open = new Map<string, EvidenceEvent[]>();
  for (const use of sorted) {
    const key = `${use.credential}\u0000${use.actor}\u0000${use.address}`;
    const last = open.get(key);
    const before = last?.at(-1);
    if (last !== undefined && before !== undefined && use.time - before.time <= PAUSE) {
      last.push(use);
      continue;
    }
    const group = [use];
    groups.push(group);
    open.set(key, group);
  }
  return groups.flatMap((group) => burstOf(group));
}

/** Uses that follow each other with the same action and the same outcome. */
export function runsOfSame(uses: readonly EvidenceEvent[]): readonly (readonly [EvidenceEvent, ...EvidenceEvent[]])[] {
  const runs: [EvidenceEvent, ...EvidenceEvent[]][] = [];
  for (const use of uses) {
    const last = runs.at(-1);
    if (last !== undefined && last[0].action === use.action && last[0].outcome === use.outcome) last.push(use);
    else runs.push([use]);
  }
  return runs;
}

function burstOf(group: readonly EvidenceEvent[]): readonly Burst[] {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return [];
  const { credential, actor, address } = first;
  return [
    {
      from: first.time,
      to: last.time,
      credential,
      actor,
      address,
      tools: distinct(group.map((use) => use.tool)),
      denied: group.filter((use) => use.outcome === 'denied').length,
      uses: group,
      actions: distinct(group.map((use) => use.action)),
      targets: distinct(group.map((use) => use.target)),
    },
  ];
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== ''))];
}
