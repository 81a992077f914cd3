import { isoTime, type Millis } from './time.ts';

/** What one source let us see. */
export interface CoverageSpan {
  readonly source: string;
  readonly title: string;
  readonly provider: string;
  /** '' where the source does not belong to one account. */
  readonly account: string;
  readonly from: Millis;
  readonly to: Millis;
}

/** What could be seen, from when to when, and what could not. Every "none seen" states it. */
export interface Coverage {
  readonly spans: readonly CoverageSpan[];
  /** Sentences without a full stop; by design of a source or by its failure. */
  readonly notVisible: readonly string[];
}

/** `seen: CloudTrail files, 2026-11-01T00:00:00Z to 2026-11-23T20:00:00Z; not visible: data events` */
export function coverageSentence(coverage: Coverage): string {
  const spans = coverage.spans.map(({ title, from, to }) => `${title}, ${isoTime(from)} to ${isoTime(to)}`);
  const seen = spans.length === 0 ? 'nothing could be seen' : `seen: ${spans.join('; ')}`;
  return coverage.notVisible.length === 0 ? seen : `${seen}; not visible: ${coverage.notVisible.join('; ')}`;
}
