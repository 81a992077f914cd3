import type { DetectorInfo } from '../core/detector.ts';
import { isoDay, type Millis } from '../core/time.ts';
import type { Observation } from './detector.ts';

/** A source that shows nothing any more: an incident about ourselves. */
export interface Blindness {
  readonly provider: string;
  readonly account: string;
  readonly source: string;
  /** One sentence: what failed and since when. */
  readonly reason: string;
  readonly since: Millis;
}

export const SOURCE_BLIND: DetectorInfo = {
  id: 'source-blind',
  title: 'A source went blind',
  severity: 'high',
  attack: ['T1562.008'],
  detects: 'A source that we lost access to, or that has failed for an hour: from then on nothing in it can be seen.',
  misses: 'A source that answers and leaves records out.',
  falsePositives: 'A permission taken away on purpose, a provider that is down.',
  triage:
    'Run `keywatch doctor`. Somebody who cuts the monitor off does so before acting: look at who changed its role.',
};

/** One finding a day while it lasts. */
export function observeBlindness({ source, reason, since }: Blindness): Observation {
  return { severity: SOURCE_BLIND.severity, reason, key: `${source} ${isoDay(since)}`, evidence: [] };
}
