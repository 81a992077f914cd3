import type { Page, Source } from '../../core/connector.ts';
import type { Coverage, CoverageSpan } from '../../core/coverage.ts';
import type { Store } from '../../core/ports.ts';
import { isoTime, type Millis } from '../../core/time.ts';
import type { WatchedSource } from '../../respond/proof.ts';

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
  /** Spans that it can no longer show, oldest first. */
  readonly gaps: readonly Gap[];
}

/** A span between two polls that the provider had already forgotten. */
export type Gap = NonNullable<Page['gap']>;

/** The newest of each source that are kept; more would be a fault to repair and not to list. */
const MOST_GAPS = 100;

export async function rememberSources(
  store: Store,
  sources: readonly Source[],
  backfill: Millis,
  now: Millis,
): Promise<void> {
  const before = new Map((await knownSources(store)).map((source) => [source.id, source]));
  const all = sources.map(({ id, title, provider, account, lag, every, blindSpots, retention }): KnownSource => {
    const from = before.get(id)?.from ?? now - Math.min(backfill, retention ?? backfill);
    const gaps = before.get(id)?.gaps ?? [];
    return { id, title, provider, account, lag, every, blindSpots, from, gaps };
  });
  await store.settings.set(KEY, JSON.stringify(all));
}

/** Keeps a gap that a poll has told. Repeatable; one that goes on where the last one ended makes it longer. */
export async function rememberGap(store: Pick<Store, 'settings'>, source: string, gap: Gap): Promise<void> {
  const all = (await knownSources(store)).map((known) =>
    known.id === source ? { ...known, gaps: withGap(known.gaps, gap) } : known,
  );
  await store.settings.set(KEY, JSON.stringify(all));
}

function withGap(gaps: readonly Gap[], gap: Gap): readonly Gap[] {
  const touching = gaps.filter((one) => one.reason === gap.reason && one.from <= gap.to && gap.from <= one.to);
  const from = Math.min(gap.from, ...touching.map((one) => one.from));
  const to = Math.max(gap.to, ...touching.map((one) => one.to));
  const apart = gaps.filter((one) => !touching.includes(one));
  return [...apart, { from, to, reason: gap.reason }].sort((a, b) => a.from - b.from).slice(-MOST_GAPS);
}

export async function knownSources(store: Pick<Store, 'settings'>): Promise<readonly KnownSource[]> {
  const text = await store.settings.get(KEY);
  // Written here alone; an older release knew no gaps.
  const known =
    text === null ? [] : (JSON.parse(text) as readonly (Omit<KnownSource, 'gaps'> & Partial<KnownSource>)[]);
  return known.map((source) => ({ ...source, gaps: source.gaps ?? [] }));
}

/** The sources that have been read, as a proof looks at them. */
export async function watchedSources(store: Pick<Store, 'settings' | 'events'>): Promise<readonly WatchedSource[]> {
  const known = new Map((await knownSources(store)).map((source) => [source.id, source]));
  return (await store.events.cursors()).flatMap(({ source, observedThrough }) => {
    const found = known.get(source);
    if (found === undefined) return [];
    const { title, provider, lag, blindSpots, gaps } = found;
    return [{ title, provider, observedThrough, lag, blindSpots, gaps }];
  });
}

/** What could be seen of everything stored: sources that are polled, and files that were read. */
export async function coverageOf(store: Store): Promise<Coverage> {
  const cursors = new Map((await store.events.cursors()).map((update) => [update.source, update.observedThrough]));
  const sources = await knownSources(store);
  const spans: CoverageSpan[] = sources.flatMap(({ id, title, provider, account, from }) => {
    const to = cursors.get(id);
    return to === undefined ? [] : [{ source: id, title, provider, account, from, to }];
  });
  const lost = sources.flatMap(({ title, gaps }) => gaps.map((gap) => gapSentence(title, gap)));
  const notVisible = new Set([...lost, ...sources.flatMap(({ blindSpots }) => blindSpots)]);
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

/** `Audit log of acme from 2026-01-01T00:00:00Z to 2026-01-03T00:00:00Z (kept for 90 days)` */
function gapSentence(title: string, { from, to, reason }: Gap): string {
  return `${title} from ${isoTime(from)} to ${isoTime(to)} (${reason})`;
}
