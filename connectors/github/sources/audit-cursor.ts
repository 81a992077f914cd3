import { type ZodType, z } from 'zod';
import type { Cursor, PollRequest } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { DAY } from '../../../src/core/time.ts';
import { readCursor } from './read-cursor.ts';

/** Retention of web events and of Git events (GitHub docs, reviewing the audit log). */
export const WEB_RETENTION: Millis = 180 * DAY;
export const GIT_RETENTION: Millis = 7 * DAY;

/** One pass over everything since a moment, old to new. */
export interface AuditWalk {
  readonly from: Millis;
  /** When it began, by our clock. */
  readonly began: Millis;
  /** Newest record so far. */
  readonly newest: Millis;
  readonly page: number;
  /** Parameters of the next page; empty for the first. */
  readonly next: Readonly<Record<string, string>>;
}

export interface AuditCursor extends Cursor {
  readonly v: 1;
  /** When the last finished pass began: what happened before has been read, late arrivals excepted. */
  readonly watermark: Millis;
  readonly walk: AuditWalk | null;
}

const cursorSchema: ZodType<AuditCursor> = z.strictObject({
  v: z.literal(1),
  watermark: z.number(),
  walk: z
    .strictObject({
      from: z.number(),
      began: z.number(),
      newest: z.number(),
      page: z.number(),
      next: z.record(z.string(), z.string()),
    })
    .nullable(),
});

export interface Begun {
  readonly cursor: AuditCursor;
  readonly walk: AuditWalk;
  readonly gap: { readonly from: Millis; readonly to: Millis; readonly reason: string } | null;
}

/** The pass under way, or a new one. A late start tells what can no longer be read. */
export function beginAudit(stored: Cursor | null, request: PollRequest, overlap: Millis): Begun {
  const { now } = request;
  const first: AuditCursor = { v: 1, watermark: Math.max(0, now - request.backfill), walk: null };
  const cursor = stored === null ? first : readCursor('the audit log', cursorSchema, stored);
  if (cursor.walk !== null) return { cursor, walk: cursor.walk, gap: null };
  const wanted = Math.min(cursor.watermark, now) - (stored === null ? 0 : overlap);
  const from = Math.max(wanted, now - WEB_RETENTION, 0);
  return { cursor, walk: { from, began: now, newest: 0, page: 0, next: {} }, gap: gapOf(cursor.watermark, now) };
}

function gapOf(watermark: Millis, now: Millis): Begun['gap'] {
  if (watermark < now - WEB_RETENTION) {
    return { from: watermark, to: now - WEB_RETENTION, reason: 'GitHub keeps the audit log for 180 days' };
  }
  if (watermark >= now - GIT_RETENTION) return null;
  return {
    from: watermark,
    to: now - GIT_RETENTION,
    reason: 'GitHub keeps Git events (clone, fetch, push) for 7 days',
  };
}

/** The position after a page. @param next null when it was the last one */
export function afterAuditPage(
  begun: Begun,
  next: Readonly<Record<string, string>> | null,
  newest: Millis,
): AuditCursor {
  const { cursor, walk } = begun;
  const seen = Math.max(walk.newest, newest);
  if (next === null) return { v: 1, watermark: Math.max(cursor.watermark, walk.began), walk: null };
  return { ...cursor, walk: { ...walk, newest: seen, page: walk.page + 1, next } };
}

/**
 * A pass whose cursor leads nowhere goes on from the newest record by time.
 * @returns null when that would bring no progress
 */
export function resumedByTime(begun: Begun, newest: Millis): AuditCursor | null {
  const { cursor, walk } = begun;
  const from = Math.max(walk.newest, newest) - 1000;
  if (from <= walk.from) return null;
  return { ...cursor, walk: { ...walk, from, newest: from, page: walk.page + 1, next: {} } };
}
