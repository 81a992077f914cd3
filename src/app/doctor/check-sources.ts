import type { Config } from '../../config/config.ts';
import type { CheckResult } from '../../core/connector.ts';
import type { Store } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';
import { blind, ok, warn } from '../../kit/check-results.ts';
import { formatDuration } from '../../kit/durations.ts';
import { type KnownSource, knownSources } from '../watch/known-sources.ts';
import { POLL, pollInterval } from '../watch/poll-interval.ts';

/** Behind by more polls than this is a fault and not bad luck. */
export const MISSED_POLLS = 3;

/** How far every source was read, and what none of them can show. Asks the store alone. */
export async function checkSources(store: Store, config: Config, now: Millis): Promise<readonly CheckResult[]> {
  const sources = await knownSources(store);
  if (sources.length === 0)
    return [ok('sources', 'no provider was polled yet: `keywatch poll` or `keywatch run` does')];
  const cursors = new Map((await store.events.cursors()).map((one) => [one.source, one.observedThrough]));
  const read = await Promise.all(
    sources.map(async (source) =>
      checkSource(
        source,
        cursors.get(source.id) ?? null,
        await store.schedules.lastRun(POLL + source.id),
        pollInterval(source, config),
        now,
      ),
    ),
  );
  const never = [...new Set(sources.flatMap(({ blindSpots }) => blindSpots))];
  return [...read, ...never.map((sentence) => blind('never visible', sentence, ''))];
}

function checkSource(
  source: KnownSource,
  through: Millis | null,
  lastPoll: Millis | null,
  every: Millis,
  now: Millis,
): CheckResult {
  const { title } = source;
  if (through === null)
    return blind(title, 'was never read', 'Start `keywatch run`; its log says why, where it cannot.');
  const fact = `read from ${isoTime(source.from)} to ${isoTime(through)}`;
  const since = lastPoll === null ? null : now - lastPoll;
  if (since !== null && since <= MISSED_POLLS * every) return ok(title, `${fact}, last asked ${roughly(since)} ago`);
  const when =
    since === null
      ? 'and not finished yet'
      : `last asked ${roughly(since)} ago, though it is due every ${formatDuration(every)}`;
  return warn(title, `${fact}, ${when}`, 'Is the daemon running? `keywatch run` goes on where it stopped.');
}

/** Whole seconds below a minute, whole minutes above. */
function roughly(span: Millis): string {
  const unit = span < 60_000 ? 1_000 : 60_000;
  return formatDuration(Math.max(0, Math.round(span / unit) * unit));
}
