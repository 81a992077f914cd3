import type { Coverage, CoverageSpan } from '../core/coverage.ts';
import type { FailureKind } from '../core/errors.ts';
import { isoTime, MINUTE, type Millis } from '../core/time.ts';

/** What is known about one source, from its cursor and its last polls. */
export interface SourceState {
  readonly id: string;
  readonly title: string;
  readonly provider: string;
  readonly account: string;
  /** Time between polls, and how late its records may be. */
  readonly every: Millis;
  readonly lag: Millis;
  /** From where on it was read; null before its first page. */
  readonly observedFrom: Millis | null;
  readonly observedThrough: Millis | null;
  readonly lastSuccess: Millis | null;
  /** Of the failures since the last success; null when there are none. */
  readonly failure: {
    readonly kind: FailureKind;
    readonly message: string;
    readonly since: Millis;
    readonly times: number;
  } | null;
  /** Time of the newest event that it ever delivered. */
  readonly newestEvent: Millis | null;
  /** The longest pause between two of its events so far; a quiet source is allowed to be quiet. */
  readonly longestPause: Millis | null;
  readonly gaps: readonly { readonly from: Millis; readonly to: Millis; readonly reason: string }[];
  /** What it cannot show by design. */
  readonly blindSpots: readonly string[];
}

export type BlindReason = 'no-access' | 'failing' | 'behind' | 'silent' | 'gap' | 'never-read';

/** A time in which a source showed us nothing, or may have. */
export interface BlindSpot {
  readonly source: string;
  readonly reason: BlindReason;
  readonly from: Millis;
  /** Null while it lasts. */
  readonly to: Millis | null;
  readonly sentence: string;
}

export type HealthStatus = 'ok' | 'degraded' | 'blind';

export interface SourceHealth {
  readonly source: string;
  readonly title: string;
  readonly status: HealthStatus;
  readonly observedThrough: Millis | null;
  /** How far behind now it is; null before its first page. */
  readonly behind: Millis | null;
  readonly blind: readonly BlindSpot[];
}

export interface HealthReport {
  /** The worst of the sources'. */
  readonly status: HealthStatus;
  readonly sources: readonly SourceHealth[];
}

/** Behind by more polls than this is a fault and not bad luck. */
const MISSED_POLLS = 3;
/** A source is silent when it is quiet for this many times its longest pause so far. */
const UNUSUAL_PAUSE = 3;

/** Judges all sources. Pure: the same states at the same time make the same report. */
export function healthOf(sources: readonly SourceState[], now: Millis): HealthReport {
  const judged = sources.map((source) => judge(source, now));
  return { status: worst(judged.map(({ status }) => status)), sources: judged };
}

/** What these sources let us see up to now, and what they did not. */
export function coverageOf(sources: readonly SourceState[], now: Millis): Coverage {
  const spans = sources.flatMap((source): readonly CoverageSpan[] => {
    const { id, title, provider, account, observedFrom, observedThrough } = source;
    if (observedFrom === null || observedThrough === null) return [];
    return [{ source: id, title, provider, account, from: observedFrom, to: observedThrough }];
  });
  const lost = sources.flatMap((source) => judge(source, now).blind.map(({ sentence }) => sentence));
  const never = sources.flatMap(({ blindSpots }) => blindSpots);
  return { spans, notVisible: [...new Set([...lost, ...never])] };
}

function judge(source: SourceState, now: Millis): SourceHealth {
  const current = currentBlindness(source, now);
  const gaps = source.gaps.map(
    ({ from, to, reason }): BlindSpot => ({
      source: source.id,
      reason: 'gap',
      from,
      to,
      sentence: `${source.title} from ${isoTime(from)} to ${isoTime(to)} (${reason})`,
    }),
  );
  return {
    source: source.id,
    title: source.title,
    status: statusOf(current?.reason ?? null, source, now),
    observedThrough: source.observedThrough,
    behind: source.observedThrough === null ? null : Math.max(0, now - source.observedThrough),
    blind: current === null ? gaps : [current, ...gaps],
  };
}

/** The one thing that keeps us from seeing now; the cause goes before its consequences. */
function currentBlindness(source: SourceState, now: Millis): BlindSpot | null {
  const { id, title, failure, observedThrough } = source;
  const spot = (reason: BlindReason, from: Millis, sentence: string): BlindSpot => ({
    source: id,
    reason,
    from,
    to: null,
    sentence,
  });
  const since = observedThrough ?? failure?.since ?? now;

  if (failure !== null && isAccess(failure.kind)) {
    return spot('no-access', since, `${title} since ${isoTime(since)}: access refused (${failure.message})`);
  }
  if (failure !== null && late(source, now)) {
    return spot(
      'failing',
      since,
      `${title} since ${isoTime(since)}: failed ${String(failure.times)} times (${failure.message})`,
    );
  }
  if (observedThrough === null) return spot('never-read', since, `${title}: not read yet`);
  if (late(source, now))
    return spot('behind', observedThrough, `${title} since ${isoTime(observedThrough)}: not read up to now`);
  if (silent(source, now)) {
    const from = source.newestEvent ?? observedThrough;
    return spot('silent', from, `${title} since ${isoTime(from)}: polls succeed, but no record comes any more`);
  }
  return null;
}

function statusOf(reason: BlindReason | null, source: SourceState, now: Millis): HealthStatus {
  if (reason === 'no-access' || reason === 'failing') return 'blind';
  if (reason === 'never-read') return source.failure === null ? 'degraded' : 'blind';
  if (reason !== null) return 'degraded';
  const recentGap = source.gaps.some(({ to }) => now - to < source.every + source.lag);
  return source.failure !== null || recentGap ? 'degraded' : 'ok';
}

function isAccess(kind: FailureKind): boolean {
  return kind === 'auth' || kind === 'forbidden' || kind === 'config';
}

/** Reading has fallen behind by more than its rhythm and lateness explain. */
function late(source: SourceState, now: Millis): boolean {
  const last = source.lastSuccess ?? source.failure?.since ?? now;
  return now - last > MISSED_POLLS * Math.max(source.every, MINUTE) + source.lag;
}

/** A pause far beyond anything seen: the trail may have been cut where we cannot see it. */
function silent(source: SourceState, now: Millis): boolean {
  const { newestEvent, longestPause } = source;
  if (newestEvent === null || longestPause === null) return false;
  return now - newestEvent - source.lag > UNUSUAL_PAUSE * Math.max(longestPause, source.every, MINUTE);
}

function worst(all: readonly HealthStatus[]): HealthStatus {
  if (all.includes('blind')) return 'blind';
  return all.includes('degraded') ? 'degraded' : 'ok';
}
