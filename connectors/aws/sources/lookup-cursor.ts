import { type ZodType, z } from 'zod';
import type { Cursor } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { DAY, SECOND } from '../../../src/core/time.ts';
import { readCursor } from './read-cursor.ts';

/** How far back LookupEvents can be asked (CloudTrail user guide, event history). */
export const LOOKUP_RETENTION: Millis = 90 * DAY;
/** Longest window of one traversal. Pages come newest first, so history is walked in slices to keep its order. */
const LONGEST_SPAN: Millis = DAY;
/** A window with more pages than this is split; at two pages a second that is a quarter of a minute. */
export const MOST_PAGES = 25;
/** Late corrections (`addendum`) are found by reading the last day again once a day. */
const RESCAN_EVERY: Millis = DAY;
/** A token that is refused again and again is not ours to repair. */
export const MOST_RESTARTS = 3;

/** The traversal of one span of time, in windows from old to new, each in pages from new to old. */
export interface Walk {
  readonly from: Millis;
  readonly to: Millis;
  /** Start of the window under way; what lies before it has been read. */
  readonly at: Millis;
  /** When the walk began, by our clock. */
  readonly began: Millis;
  /** Page of the window under way. */
  readonly page: number;
  /** Continues the window; '' for its first page. */
  readonly token: string;
  /** Time of the oldest event of the window that was read; later seconds of the window are done. */
  readonly oldest: Millis;
  readonly restarts: number;
  /** What lies ahead and was read already, by windows that turned out too full; oldest first. */
  readonly read: readonly Span[];
}

/** Whole seconds, both ends included. */
export interface Span {
  readonly from: Millis;
  readonly to: Millis;
}

export interface LookupCursor extends Cursor {
  readonly v: 1;
  /** End of the last finished walk, never the time of an event: pages come newest first. */
  readonly watermark: Millis;
  /** Length of the next window; halved when a window is too full, doubled when it is nearly empty. */
  readonly span: Millis;
  /** When the last day was last read again. */
  readonly rescanned: Millis;
  readonly walk: Walk | null;
}

const cursorSchema: ZodType<LookupCursor> = z.strictObject({
  v: z.literal(1),
  watermark: z.number(),
  span: z.number(),
  rescanned: z.number(),
  walk: z
    .strictObject({
      from: z.number(),
      to: z.number(),
      at: z.number(),
      began: z.number(),
      page: z.number(),
      token: z.string(),
      oldest: z.number(),
      restarts: z.number(),
      read: z.array(z.strictObject({ from: z.number(), to: z.number() })),
    })
    .nullable(),
});

/** @throws AppError when it was written by another version of this program */
export function parseLookupCursor(cursor: Cursor): LookupCursor {
  return readCursor('the event history', cursorSchema, cursor);
}

export function firstCursor(now: Millis, backfill: Millis): LookupCursor {
  const end = wholeSecond(now);
  return { v: 1, watermark: Math.max(0, wholeSecond(end - backfill)), span: LONGEST_SPAN, rescanned: end, walk: null };
}

export interface Begun {
  readonly cursor: LookupCursor;
  readonly walk: Walk;
  /** What is too old to be asked for, '' bounds when nothing is. */
  readonly lost: { readonly from: Millis; readonly to: Millis } | null;
}

/** The walk under way, or a new one up to now. */
export function begin(stored: LookupCursor, now: Millis, overlap: Millis, isFirst: boolean): Begun {
  const cursor = withoutStaleWalk(stored, now);
  if (cursor.walk !== null) return { cursor, walk: cursor.walk, lost: null };
  const to = wholeSecond(now);
  const oldest = to - LOOKUP_RETENTION;
  const rescan = to - cursor.rescanned >= RESCAN_EVERY;
  const overlapped = Math.min(cursor.watermark, to) - (isFirst ? 0 : overlap);
  const wanted = rescan ? Math.min(overlapped, to - DAY) : overlapped;
  const from = Math.max(wanted, oldest);
  const walk = { from, to, at: from, began: now, page: 0, token: '', oldest: to, restarts: 0, read: [] };
  const lost = cursor.watermark < oldest ? { from: cursor.watermark, to: oldest } : null;
  return { cursor: { ...cursor, rescanned: rescan ? to : cursor.rescanned, walk }, walk, lost };
}

/** A walk that lay still until its window could no longer be asked for is given up, and the loss told. */
function withoutStaleWalk(cursor: LookupCursor, now: Millis): LookupCursor {
  const { walk } = cursor;
  if (walk === null || walk.at >= now - LOOKUP_RETENTION - DAY) return cursor;
  return { ...cursor, watermark: Math.max(cursor.watermark, walk.at), walk: null };
}

/** End of the window under way; both ends are inclusive in the API. */
export function windowEnd(cursor: LookupCursor, walk: Walk): Millis {
  const ahead = walk.read[0];
  return Math.min(walk.to, walk.at + cursor.span, ahead === undefined ? walk.to : ahead.from - SECOND);
}

/**
 * The position after a page.
 * @param token of the next page, '' when this was the last one
 * @param oldest time of the oldest event on it, null when it held none
 */
export function afterPage(cursor: LookupCursor, walk: Walk, token: string, oldest: Millis | null): LookupCursor {
  const end = windowEnd(cursor, walk);
  if (token === '') return afterWindow(cursor, walk, end);
  const seen = Math.min(walk.page === 0 ? end : walk.oldest, oldest ?? end);
  const page = { ...walk, page: walk.page + 1, token, oldest: seen, restarts: 0 };
  if (page.page < MOST_PAGES || end - walk.at <= SECOND) return { ...cursor, walk: page };
  // The lower half is begun as a window of its own: history is read in order, and a restart loses little.
  const span = Math.max(SECOND, wholeSecond((seen - walk.at) / 2));
  return { ...cursor, span, walk: { ...withoutRead(page, end), restarts: 0 } };
}

/** The window under way without the part that was read: its token has expired. */
export function restarted(cursor: LookupCursor, walk: Walk): LookupCursor {
  return { ...cursor, walk: { ...withoutRead(walk, windowEnd(cursor, walk)), restarts: walk.restarts + 1 } };
}

/** Remembers what was read of a window. The second of its oldest event may have more, so it is read again. */
function withoutRead(walk: Walk, end: Millis): Walk {
  const from = walk.oldest + SECOND;
  const fresh = { ...walk, page: 0, token: '', oldest: walk.to };
  if (walk.page === 0 || from > end) return fresh;
  const [next, ...rest] = walk.read;
  const isJoined = next !== undefined && next.from === end + SECOND;
  return { ...fresh, read: isJoined ? [{ from, to: next.to }, ...rest] : [{ from, to: end }, ...walk.read] };
}

/** On behind the window, and behind what was read before. */
function afterWindow(cursor: LookupCursor, walk: Walk, end: Millis): LookupCursor {
  const span = walk.page < MOST_PAGES / 4 ? Math.min(LONGEST_SPAN, cursor.span * 2) : cursor.span;
  const [ahead, ...rest] = walk.read;
  const isReached = ahead !== undefined && ahead.from === end + SECOND;
  const at = isReached ? ahead.to : end;
  if (at >= walk.to) return { ...cursor, span, watermark: Math.max(cursor.watermark, walk.to), walk: null };
  const next = { ...walk, at, page: 0, token: '', oldest: walk.to, restarts: 0, read: isReached ? rest : walk.read };
  return { ...cursor, span, walk: next };
}

function wholeSecond(at: Millis): Millis {
  return Math.floor(at / SECOND) * SECOND;
}
