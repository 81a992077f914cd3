import { type ZodType, z } from 'zod';
import type { Cursor } from '../../src/core/connector.ts';
import type { Millis } from '../../src/core/time.ts';
import { DAY, SECOND } from '../../src/core/time.ts';
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
  readonly restarts: number;
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
      restarts: z.number(),
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
  const walk = { from, to, at: from, began: now, page: 0, token: '', restarts: 0 };
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
  return Math.min(walk.to, walk.at + cursor.span);
}

/** The position after a page. @param token of the next page, '' when this was the last one */
export function afterPage(cursor: LookupCursor, walk: Walk, token: string): LookupCursor {
  const end = windowEnd(cursor, walk);
  if (token === '') return afterWindow(cursor, walk, end);
  const length = end - walk.at;
  if (walk.page + 1 < MOST_PAGES || length <= SECOND) {
    return { ...cursor, walk: { ...walk, page: walk.page + 1, token, restarts: 0 } };
  }
  // What was read of it is stored; the lower half is begun anew, so that a restart loses little.
  const span = Math.max(SECOND, wholeSecond(length / 2));
  return { ...cursor, span, walk: { ...walk, page: 0, token: '', restarts: 0 } };
}

function afterWindow(cursor: LookupCursor, walk: Walk, end: Millis): LookupCursor {
  const span = walk.page < MOST_PAGES / 4 ? Math.min(LONGEST_SPAN, cursor.span * 2) : cursor.span;
  if (end < walk.to) return { ...cursor, span, walk: { ...walk, at: end, page: 0, token: '', restarts: 0 } };
  return { ...cursor, span, watermark: Math.max(cursor.watermark, walk.to), walk: null };
}

/** The window under way from its first page: its token has expired. */
export function restarted(cursor: LookupCursor, walk: Walk): LookupCursor {
  return { ...cursor, walk: { ...walk, page: 0, token: '', restarts: walk.restarts + 1 } };
}

function wholeSecond(at: Millis): Millis {
  return Math.floor(at / SECOND) * SECOND;
}
