import type { EvidenceEvent } from '../core/finding.ts';
import type { Incident } from '../core/incident.ts';
import type { EventRow, EventStore } from '../core/ports.ts';
import type { Silence } from '../core/proof.ts';
import type { Millis } from '../core/time.ts';
import { isoTime, MINUTE } from '../core/time.ts';
import type { WatchedSource } from './proof.ts';
import { rowsOf } from './recent-use.ts';

const MOST_EXAMPLES = 5;

/** Changes of rights may take minutes to count everywhere; use in this span is reported, not held against it. */
export const SPREADING: Millis = 1 * MINUTE;
/** The shortest silence that says anything. */
export const MIN_SILENCE: Millis = 5 * MINUTE;

/** How far the log has been read by all of them. */
export function observedThrough(sources: readonly WatchedSource[], containedAt: Millis): Millis {
  return sources.length === 0 ? containedAt : Math.min(...sources.map((one) => one.observedThrough));
}

/** How far it must be read before silence says anything: what lies before a gap has to be waited for again. */
export function silentUntil(containedAt: Millis, sources: readonly WatchedSource[], silence?: Millis): Millis {
  const gaps = sources.flatMap((one) => gapsSince(one, containedAt)).map(({ to }) => to);
  const from = Math.max(containedAt + SPREADING, ...gaps);
  return from + Math.max(silence ?? MIN_SILENCE, ...sources.map((one) => one.lag));
}

/** What these sources never show, and what they could not show since then, as sentences. */
export function unseenBy(sources: readonly WatchedSource[], containedAt: Millis, to: Millis): readonly string[] {
  const lost = sources.flatMap((source) =>
    gapsSince(source, containedAt)
      .filter((gap) => gap.from < to)
      .map((gap) => `${source.title} from ${isoTime(gap.from)} to ${isoTime(gap.to)} (${gap.reason})`),
  );
  return [...new Set([...lost, ...sources.flatMap((one) => one.blindSpots)])];
}

function gapsSince({ gaps = [] }: WatchedSource, since: Millis): NonNullable<WatchedSource['gaps']> {
  return gaps.filter(({ to }) => to > since);
}

/**
 * Reads the log for use of the contained credentials.
 * @param containedAt when the last containing step was in place
 * @param from when the provider can be expected to have spread it everywhere
 * @param to how far the log has been read
 */
export async function silenceOf(
  events: Pick<EventStore, 'search'>,
  credentials: readonly string[],
  containedAt: Millis,
  from: Millis,
  to: Millis,
): Promise<Silence> {
  let whileSpreading = 0;
  let succeeded = 0;
  let refused = 0;
  const examples: string[] = [];
  for (const credential of credentials) {
    for await (const row of rowsOf(events, { credential, from: containedAt })) {
      if (row.outcome !== 'success') refused += 1;
      else if (row.time < from) whileSpreading += 1;
      else {
        succeeded += 1;
        if (examples.length < MOST_EXAMPLES) examples.push(exampleOf(row));
      }
    }
  }
  return { credentials, from, to, whileSpreading, succeeded, refused, examples };
}

/**
 * Where the log cannot tell the owner's use from a thief's, what the detectors have found since is held against the
 * silence. @param incident null where every credential was watched by itself
 */
export function withFindings(silence: Silence, incident: Incident | null): Silence {
  const since = new Map<string, EvidenceEvent>();
  for (const { evidence } of incident?.findings ?? [])
    for (const one of evidence) if (one.time >= silence.from && one.outcome === 'success') since.set(one.eventId, one);
  const found = [...since.values()].map(({ action, actor, time }) => `${isoTime(time)} ${actor} ${action}`);
  return {
    ...silence,
    succeeded: silence.succeeded + found.length,
    examples: [...silence.examples, ...found].slice(0, MOST_EXAMPLES),
  };
}

function exampleOf(row: EventRow): string {
  const where = row.address === '' ? '' : ` from ${row.address}`;
  return `${isoTime(row.time)} ${row.credential} ${row.action}${where}`;
}
