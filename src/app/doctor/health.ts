import type { Config } from '../../config/config.ts';
import type { CheckResult } from '../../core/connector.ts';
import type { Store } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import { MINUTE } from '../../core/time.ts';
import { fail, ok } from '../../kit/check-results.ts';
import { formatDuration } from '../../kit/durations.ts';
import { knownSources } from '../watch/known-sources.ts';
import { POLL, pollInterval } from '../watch/poll-interval.ts';
import { MISSED_POLLS } from './check-sources.ts';

/** Sources with short intervals get so much time anyway: one long page is no illness. */
const LEAST_PATIENCE = 5 * MINUTE;

/**
 * Whether a daemon is alive on this database and gets round to its sources. Asks the database
 * alone; a provider that refuses us is the business of alerts, not of whoever restarts containers.
 */
export async function health(store: Store, config: Config, now: Millis): Promise<CheckResult> {
  const holder = await store.leases.holder('detection', now);
  if (holder === null) return fail('daemon', 'no daemon works on the database', 'Start `keywatch run`.');
  const sources = await knownSources(store);
  const late: Millis[] = [];
  for (const source of sources) {
    const last = await store.schedules.lastRun(POLL + source.id);
    // Its first reading takes as long as there is history.
    if (last === null) return ok('daemon', `at work, reading ${source.title} for the first time`);
    if (now - last <= Math.max(LEAST_PATIENCE, MISSED_POLLS * pollInterval(source, config)))
      return ok('daemon', 'at work, and its sources are read');
    late.push(now - last);
  }
  if (sources.length === 0) return ok('daemon', 'at work, about to read its sources');
  const newest = formatDuration(Math.round(Math.min(...late) / MINUTE) * MINUTE);
  return fail('daemon', `no source was read for ${newest}`, 'See its log, then restart it.');
}
