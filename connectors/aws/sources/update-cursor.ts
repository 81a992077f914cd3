import { type ZodType, z } from 'zod';
import type { Cursor, Delivery, Page, PollRequest } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';
import { readCursor } from './read-cursor.ts';

/** GuardDuty and Health both keep what they found for 90 days. */
export const UPDATE_RETENTION: Millis = 90 * DAY;
/** Updates are stamped a little before they can be listed. */
export const UPDATE_OVERLAP: Millis = HOUR;

/** Position in things that are listed by the time of their last update, in pages that a token continues. */
export interface UpdateCursor extends Cursor {
  readonly v: 1;
  /** What was updated before has been read. */
  readonly through: Millis;
  /** The listing under way: up to where, and how it continues. */
  readonly walk: { readonly to: Millis; readonly token: string } | null;
}

const cursorSchema: ZodType<UpdateCursor> = z.strictObject({
  v: z.literal(1),
  through: z.number(),
  walk: z.strictObject({ to: z.number(), token: z.string() }).nullable(),
});

export interface UpdateWindow {
  readonly cursor: UpdateCursor;
  readonly from: Millis;
  readonly to: Millis;
  /** '' for the first page. */
  readonly token: string;
}

/** What to list now. @param what for people: `the GuardDuty findings` */
export function updateWindow(what: string, stored: Cursor | null, request: PollRequest): UpdateWindow {
  const cursor = stored === null ? firstCursor(request) : readCursor(what, cursorSchema, stored);
  const { to, token } = cursor.walk ?? { to: request.now, token: '' };
  return { cursor, from: Math.max(0, cursor.through - UPDATE_OVERLAP), to, token };
}

function firstCursor(request: PollRequest): UpdateCursor {
  const back = Math.min(request.backfill, UPDATE_RETENTION);
  return { v: 1, through: Math.max(0, request.now - back), walk: null };
}

/** The page just listed. @param token of the next page, '' when this was the last one */
export function updatePage(window: UpdateWindow, deliveries: readonly Delivery[], token: string): Page {
  const { cursor, to } = window;
  if (token === '') return { deliveries, next: { v: 1, through: to, walk: null }, more: false, observedThrough: to };
  return { deliveries, next: { ...cursor, walk: { to, token } }, more: true, observedThrough: cursor.through };
}

/** Nothing could be listed: the service is off. The position stays, so that its past is read once it is on. */
export function idlePage({ cursor }: UpdateWindow): Page {
  return { deliveries: [], next: cursor, more: false, observedThrough: cursor.through };
}
