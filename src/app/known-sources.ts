import type { Source } from '../core/connector.ts';
import type { Coverage, CoverageSpan } from '../core/coverage.ts';
import type { Store } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';

const KEY = 'sources';

/** What the daemon remembers of a source, so that reports can say what could be seen without opening it. */
export interface KnownSource {
  readonly id: string;
  readonly title: string;
  readonly provider: string;
  readonly account: string;
  readonly lag: Millis;
  /** Time between polls, before the configuration changes it. */
  readonly every: Millis;
  readonly blindSpots: readonly string[];
  /** From where on it was read. */
  readonly from: Millis;
}

export async function rememberSources(
  store: Store,
  sources: readonly Source[],
  backfill: Millis,
  now: Millis,
): Promise<void> {
  const before = new Map((await knownSources(store)).map((source) => [source.id, source]));
  const all = sources.map(({ id, title, provider, account, lag, every, blindSpots, retention }): KnownSource => {
    const from = before.get(id)?.from ?? now - Math.min(backfill, retention ?? backfill);
    return { id, title, provider, account, lag, every, blindSpots, from };
  });
  await store.settings.set(KEY, JSON.stringify(all));
}

export async function knownSources(store: Store): Promise<readonly KnownSource[]> {
  const text = await store.settings.get(KEY);
  // Written by `rememberSources` alone.
  return text === null ? [] : (JSON.parse(text) as readonly KnownSource[]);
}

/** What could be seen of everything stored: sources that are polled, and files that were read. */
export async function coverageOf(store: Store): Promise<Coverage> {
  const cursors = new Map((await store.events.cursors()).map((update) => [update.source, update.observedThrough]));
  const sources = await knownSources(store);
  const spans: CoverageSpan[] = sources.flatMap(({ id, title, provider, account, from }) => {
    const to = cursors.get(id);
    return to === undefined ? [] : [{ source: id, title, provider, account, from, to }];
  });
  const notVisible = new Set(sources.flatMap(({ blindSpots }) => blindSpots));
  if (sources.length === 0) {
    const { firstEvent, lastEvent } = await store.events.stats();
    if (firstEvent !== null && lastEvent !== null) {
      spans.push({
        source: 'file',
        title: 'audit log files',
        provider: '',
        account: '',
        from: firstEvent,
        to: lastEvent,
      });
    }
    notVisible.add('whatever the files do not hold: other accounts and regions, kinds of events that were not logged');
  }
  return { spans, notVisible: [...notVisible] };
}
