import { type ZodType, z } from 'zod';
import type { Cursor } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';
import { readCursor } from './read-cursor.ts';

/** Files may get stamps older than ones that were read already: each sweep looks this far back. */
export const LOOK_BACK: Millis = 2 * HOUR;
/** Whatever comes later than that is found by listing whole days once a day. */
const FULL_EVERY: Millis = DAY;

/** How far a sweep looks back beyond `LOOK_BACK`, in whole days. */
export interface Reach {
  /** With the first sweep of every hour; null when hours are like any other sweep. */
  readonly hourly: number | null;
  readonly daily: number;
}
/** New accounts and regions are looked for this often; an intruder may wake up a region that was never used. */
const DISCOVER_EVERY: Millis = 30 * 60 * 1000;

/** One pass over all streams, day by day. */
export interface Sweep {
  readonly from: Millis;
  readonly to: Millis;
  /** UTC day under way; all streams of a day are read before the next day. */
  readonly day: Millis;
  /** Index of the stream under way. */
  readonly stream: number;
  /** Last object name that was dealt with in this day and stream. */
  readonly after: string;
}

export interface S3Cursor extends Cursor {
  readonly v: 1;
  /** Everything stamped before has been read. */
  readonly through: Millis;
  /** When two whole days were last listed. */
  readonly listed: Millis;
  /** Folders of one account and region each. */
  readonly streams: readonly string[];
  readonly discovered: Millis;
  /** Folders that discovery has still to open; null when none is under way. */
  readonly unopened: readonly string[] | null;
  readonly found: readonly string[];
  readonly sweep: Sweep | null;
  /** What is stamped before is never read, however far a sweep looks back. */
  readonly floor?: Millis | undefined;
}

const cursorSchema: ZodType<S3Cursor> = z.strictObject({
  v: z.literal(1),
  through: z.number(),
  listed: z.number(),
  streams: z.array(z.string()),
  discovered: z.number(),
  unopened: z.array(z.string()).nullable(),
  found: z.array(z.string()),
  sweep: z
    .strictObject({ from: z.number(), to: z.number(), day: z.number(), stream: z.number(), after: z.string() })
    .nullable(),
  floor: z.number().optional(),
});

/** @throws AppError when it was written by another version of this program */
export function parseS3Cursor(cursor: Cursor): S3Cursor {
  return readCursor('the bucket', cursorSchema, cursor);
}

export function firstS3Cursor(now: Millis, backfill: Millis): S3Cursor {
  const through = Math.max(0, now - backfill);
  return { v: 1, through, listed: now, streams: [], discovered: 0, unopened: null, found: [], sweep: null };
}

/** Starts discovery when it is due, between sweeps only. */
export function dueDiscovery(cursor: S3Cursor, now: Millis, root: string): S3Cursor {
  if (cursor.sweep !== null || cursor.unopened !== null) return cursor;
  // While there is nothing at all, every poll looks again.
  if (cursor.streams.length > 0 && now - cursor.discovered < DISCOVER_EVERY) return cursor;
  return { ...cursor, unopened: [root], found: [] };
}

/** After one folder was opened. @param inside folders in it worth opening, and streams */
export function afterOpening(
  cursor: S3Cursor,
  inside: { readonly folders: readonly string[]; readonly streams: readonly string[] },
  now: Millis,
): S3Cursor {
  const unopened = [...(cursor.unopened ?? []).slice(1), ...inside.folders];
  const found = [...cursor.found, ...inside.streams];
  if (unopened.length > 0) return { ...cursor, unopened, found };
  // A stream that is known stays: a folder that could not be seen once is not gone.
  const streams = [...new Set([...cursor.streams, ...found])].sort();
  return { ...cursor, streams, discovered: now, unopened: null, found: [] };
}

/** The sweep under way, or a new one from a little before the end of the last up to now. */
export function beginSweep(
  cursor: S3Cursor,
  now: Millis,
  reach: Reach,
): {
  readonly cursor: S3Cursor;
  readonly sweep: Sweep;
} {
  if (cursor.sweep !== null) return { cursor, sweep: cursor.sweep };
  const isFull = now - cursor.listed >= FULL_EVERY;
  const isHour = Math.floor(now / HOUR) > Math.floor(cursor.through / HOUR);
  const days = isFull ? reach.daily : isHour ? reach.hourly : null;
  const back = Math.min(cursor.through, now) - LOOK_BACK;
  const from = Math.max(cursor.floor ?? 0, days === null ? back : Math.min(back, dayStart(now) - days * DAY));
  const sweep = { from, to: now, day: dayStart(from), stream: 0, after: '' };
  return { cursor: { ...cursor, listed: isFull ? now : cursor.listed, sweep }, sweep };
}

/** On to the next stream, day, or the end of the sweep. */
export function afterStream(cursor: S3Cursor, sweep: Sweep): S3Cursor {
  if (sweep.stream + 1 < cursor.streams.length) {
    return { ...cursor, sweep: { ...sweep, stream: sweep.stream + 1, after: '' } };
  }
  const next = sweep.day + DAY;
  if (next <= sweep.to) {
    // Files of the next day hold the last records of this one.
    const through = Math.max(cursor.through, Math.min(next - LOOK_BACK, sweep.to));
    return { ...cursor, through, sweep: { ...sweep, day: next, stream: 0, after: '' } };
  }
  return { ...cursor, through: Math.max(cursor.through, sweep.to), sweep: null };
}

function dayStart(at: Millis): Millis {
  return Math.floor(at / DAY) * DAY;
}
