import { PAGE_SCORE } from '../../core/detector.ts';
import { SEVERITIES } from '../../core/event.ts';
import type { Incident } from '../../core/incident.ts';
import type { Candidate, Item, Mode, Stage } from '../candidate.ts';
import type { AlertConfig } from '../policy.ts';
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

/** Why the policy keeps this incident from that sink, or null. */
export function refusalOf(incident: Incident, sink: string, config: AlertConfig): string | null {
  const policy = config.sinks[sink] ?? DEFAULT_SINK_POLICY;
  if (SEVERITIES.indexOf(incident.severity) < SEVERITIES.indexOf(policy.minSeverity))
    return `below-severity: ${incident.severity} is less than ${policy.minSeverity}`;
  if (modeOf(incident) === 'page') return policy.pages ? null : 'no-pages: this sink takes digests only';
  if (policy.digests) return null;
  return incident.historical
    ? 'no-digests: historical, and this sink takes pages only'
    : `no-digests: score ${incident.score} does not page`;
}

/**
 * Leaves out what a sink is not for, and old news: a sink that is added later hears of what is
 * still open, not of everything that ever was.
 */
export const route: Stage = perItem(({ entry, incident, attempts }, { sink }, { config }, now) => {
  const refusal = refusalOf(incident, sink, config);
  if (refusal !== null) return { kind: 'dropped', why: refusal };
  const inProgress = incident.status === 'open' && !incident.historical;
  if (!inProgress && attempts === 0 && now - entry.at >= config.giveUpAfter)
    return { kind: 'dropped', why: 'old-news: it has waited too long, and is not going on' };
  return null;
});
