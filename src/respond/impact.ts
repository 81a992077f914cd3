import type { Incident } from '../core/incident.ts';
import type { PlanStep } from '../core/playbook.ts';
import type { Millis } from '../core/time.ts';
import { DAY, isoTime } from '../core/time.ts';
import type { RecentUse } from './plan-input.ts';

/** How far back use counts as "somebody still needs this". */
export const IMPACT_WINDOW: Millis = 7 * DAY;

/** The workloads that the steps would break, one sentence each, busiest first. */
export function impactOf(
  steps: readonly PlanStep[],
  recentUse: readonly RecentUse[],
  incident: Incident | null,
  now: Millis,
): readonly string[] {
  const evidence = new Set((incident?.findings ?? []).flatMap((one) => one.evidence.map(({ address }) => address)));
  const stopping = steps.filter((step) => step.capability === 'contain' || step.capability === 'revoke');
  return recentUse
    .filter((use) => use.last >= now - IMPACT_WINDOW && stopping.some((step) => hits(step, use)))
    .toSorted((a, b) => b.events - a.events || (a.credential < b.credential ? -1 : 1))
    .map((use) => describe(use, use.address !== '' && evidence.has(use.address)));
}

function hits(step: PlanStep, use: RecentUse): boolean {
  const { principal, usedBy } = step.target;
  const mayBe = use.credential === '' && use.actor === usedBy;
  return step.covers.includes(use.credential) || use.actor === principal || mayBe;
}

function describe(use: RecentUse, isEvidence: boolean): string {
  const who = use.session === '' ? use.actor : `${use.actor} (session ${use.session})`;
  const where = use.address === '' ? '' : ` from ${use.address}`;
  const what = use.tool === '' ? '' : ` with ${use.tool}`;
  const times = use.events === 1 ? '1 event' : `${String(use.events)} events`;
  const note = isEvidence ? ' (an address of this incident)' : '';
  const which = use.credential === '' ? 'a key that its events do not name' : use.credential;
  return `${who}${where}${what} used ${which}: ${times} in 7 days, last ${isoTime(use.last)}${note}`;
}
