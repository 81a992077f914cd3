import { type ZodType, z } from 'zod';
import type { Cursor, PollRequest } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { DAY, SECOND } from '../../../src/core/time.ts';
import { readCursor } from './read-cursor.ts';

/** How long events can be listed (Stripe API reference, list all events). */
export const EVENT_RETENTION: Millis = 30 * DAY;
/** Longest window of one traversal. Pages come newest first, so history is walked in slices to keep its order. */
const LONGEST_SPAN: Millis = DAY;
/** An anchor that is refused again and again is not ours to repair. */
export const MOST_RESTARTS = 3;

/** One pass over everything since a moment, in windows from old to new, each in pages from new to old. */
export interface EventWalk {
  readonly to: Millis;
  /** Start of the window under way; what lies before it has been read. */
  readonly at: Millis;
  readonly page: number;
  /** Id of the last event of the page before; '' for the first page of a window. */
  readonly after: string;
  readonly restarts: number;
}

export interface EventCursor extends Cursor {
  readonly v: 1;
  /** End of the last finished walk, never the time of an event: pages come newest first. */
  readonly watermark: Millis;
  readonly walk: EventWalk | null;
}

const cursorSchema: ZodType<EventCursor> = z.strictObject({
  v: z.literal(1),
  watermark: z.number(),
  walk: z
    .strictObject({ to: z.number(), at: z.number(), page: z.number(), after: z.string(), restarts: z.number() })
    .nullable(),
});

export interface Begun {
  readonly cursor: EventCursor;
  readonly walk: EventWalk;
  readonly gap: { readonly from: Millis; readonly to: Millis; readonly reason: string } | null;
}

/** The walk under way, or a new one up to now. A late start tells what can no longer be read. */
export function beginEvents(stored: Cursor | null, request: PollRequest, overlap: Millis): Begun {
  const { backfill, now } = request;
  const first: EventCursor = { v: 1, watermark: Math.max(0, wholeSecond(now - backfill)), walk: null };
  const cursor = withoutStaleWalk(stored === null ? first : readCursor('the events', cursorSchema, stored), now);
  if (cursor.walk !== null) return { cursor, walk: cursor.walk, gap: null };
  const to = wholeSecond(now);
  const oldest = to - EVENT_RETENTION;
  const wanted = Math.min(cursor.watermark, to) - (stored === null ? 0 : overlap);
  const at = Math.max(wanted, oldest, 0);
  const gap =
    cursor.watermark < oldest
      ? { from: cursor.watermark, to: oldest, reason: 'Stripe lists events for 30 days' }
      : null;
  return { cursor, walk: { to, at, page: 0, after: '', restarts: 0 }, gap };
}

/** A walk that lay still until its window is gone is given up; the next one tells the gap. */
function withoutStaleWalk(cursor: EventCursor, now: Millis): EventCursor {
  const { walk } = cursor;
  if (walk === null || walk.at >= now - EVENT_RETENTION - DAY) return cursor;
  return { ...cursor, watermark: Math.max(cursor.watermark, walk.at), walk: null };
}

/** End of the window under way; both ends belong to it. */
export function windowEnd(walk: EventWalk): Millis {
  return Math.min(walk.to, walk.at + LONGEST_SPAN);
}

/** The position after a page. @param after id of its last event, '' when the window has no other page */
export function afterEventPage({ cursor, walk }: Begun, after: string): EventCursor {
  if (after !== '') return { ...cursor, walk: { ...walk, page: walk.page + 1, after, restarts: 0 } };
  const end = windowEnd(walk);
  if (end >= walk.to) return { ...cursor, watermark: Math.max(cursor.watermark, walk.to), walk: null };
  return { ...cursor, walk: { ...walk, at: end, page: 0, after: '', restarts: 0 } };
}

/** The window again from its newest event: the event that we stopped at is not to be found any more. */
export function restarted({ cursor, walk }: Begun): EventCursor {
  return { ...cursor, walk: { ...walk, page: 0, after: '', restarts: walk.restarts + 1 } };
}

export function eventProgress(cursor: EventCursor): Millis {
  return cursor.walk === null ? cursor.watermark : Math.max(cursor.watermark, cursor.walk.at);
}

function wholeSecond(at: Millis): Millis {
  return Math.floor(at / SECOND) * SECOND;
}
