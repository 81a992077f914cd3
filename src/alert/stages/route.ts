import { PAGE_SCORE } from '../../core/detector.ts';
import { SEVERITIES } from '../../core/event.ts';
import type { Incident } from '../../core/incident.ts';
import type { Candidate, Item, Mode, Stage } from '../candidate.ts';
import { DEFAULT_SINK_POLICY } from '../policy.ts';
import { perItem } from './sort-items.ts';

/** History never pages; a live incident does by its score, which one critical finding reaches alone. */
export function modeOf(incident: Incident): Mode {
  if (incident.historical) return 'digest';
  return incident.score >= PAGE_SCORE || incident.severity === 'critical' ? 'page' : 'digest';
}

/** One candidate an item, before grouping. */
export function candidateOf(sink: string, item: Item): Candidate {
  return { sink, mode: modeOf(item.incident), items: [item], reason: item.entry.reason };
}

/** Leaves out what a sink is not for. */
export const route: Stage = perItem(({ incident }, candidate, { config }) => {
  const policy = config.sinks[candidate.sink] ?? DEFAULT_SINK_POLICY;
  if (SEVERITIES.indexOf(incident.severity) < SEVERITIES.indexOf(policy.minSeverity))
    return { kind: 'dropped', why: `below-severity: ${incident.severity} is less than ${policy.minSeverity}` };
  if (candidate.mode === 'page' && !policy.pages)
    return { kind: 'dropped', why: 'no-pages: this sink takes digests only' };
  if (candidate.mode === 'digest' && !policy.digests)
    return {
      kind: 'dropped',
      why: incident.historical
        ? 'no-digests: historical, and this sink takes pages only'
        : `no-digests: score ${incident.score} does not page`,
    };
  return null;
});
