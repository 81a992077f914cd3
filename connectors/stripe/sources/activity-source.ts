import { type ZodType, z } from 'zod';
import type { ConnectorContext, Cursor, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { DAY, isoTime, MINUTE } from '../../../src/core/time.ts';
import type { StripeApi } from '../client.ts';
import type { Json } from '../json.ts';
import { isObject } from '../json.ts';
import { ACTIVITY_FORMAT_ID } from '../records/activity-format.ts';
import { annotated } from '../records/annotation.ts';
import { momentOf } from '../records/record-time.ts';
import { MIN_INTERVAL } from './event-source.ts';
import { nextPath } from './next-path.ts';
import { readCursor } from './read-cursor.ts';

export interface ActivityOptions {
  readonly account: string;
  readonly mode: 'live' | 'test';
  /** Preview version that is asked for. */
  readonly version: string;
  readonly api: StripeApi;
  readonly log: ConnectorContext['log'];
}

interface ActivityCursor extends Cursor {
  readonly v: 1;
  /** When the last finished pass began. */
  readonly watermark: Millis;
  /** `next` is the address of the page to read, without its host. */
  readonly walk: { readonly from: Millis; readonly began: Millis; readonly page: number; readonly next: string } | null;
}

const cursorSchema: ZodType<ActivityCursor> = z.strictObject({
  v: z.literal(1),
  watermark: z.number(),
  walk: z.strictObject({ from: z.number(), began: z.number(), page: z.number(), next: z.string() }).nullable(),
});

const PATH = '/v2/iam/activity_logs';
/** Six months (docs.stripe.com/activity-logs). */
const RETENTION: Millis = 180 * DAY;
/** As often as events: read in one round, an event and the key behind it are judged together. */
const EVERY: Millis = MINUTE;
const OVERLAP: Millis = 10 * MINUTE;

/** Activity logs of one account: newest first, without a filter by time, read back to what is known. */
export function activitySource(options: ActivityOptions): Source {
  const { account, mode } = options;
  return {
    id: `stripe.activity-logs/${account}/${mode}`,
    title: `Stripe activity logs of ${account} (${mode} mode)`,
    provider: 'stripe',
    account,
    lag: OVERLAP,
    retention: RETENTION,
    every: EVERY,
    budget: { name: `stripe/${account}`, minInterval: MIN_INTERVAL },
    blindSpots: [
      'activity logs name the key for a closed list of sensitive actions, not for every request',
      'activity logs show an address for sign-ins of people alone',
    ],
    poll: (cursor, request) => poll(options, cursor, request),
  };
}

async function poll(options: ActivityOptions, stored: Cursor | null, request: PollRequest): Promise<Page> {
  const { account, api, log, mode, version } = options;
  const first: ActivityCursor = { v: 1, watermark: Math.max(0, request.now - request.backfill), walk: null };
  const cursor = stored === null ? first : readCursor('the activity logs', cursorSchema, stored);
  const from = Math.max(cursor.watermark - (stored === null ? 0 : OVERLAP), request.now - RETENTION);
  const walk = cursor.walk ?? { from, began: request.now, page: 0, next: '' };
  const path = walk.next === '' ? `${PATH}?limit=100` : walk.next;
  const answer = await api.ask(`read the activity logs of ${account}`, { path, version, signal: request.signal });
  const { data } = answer;
  if (!Array.isArray(data)) {
    // A preview may change: no progress is claimed, and coverage shows since when.
    log('warn', 'activity logs have changed their shape and are not read', { account, version });
    return { deliveries: [], next: { ...cursor, walk: null }, more: false, observedThrough: cursor.watermark };
  }
  const records = data.filter(isObject);
  const next = isDone(records, walk.from) ? '' : nextPath(answer, PATH, walk.next);
  const place = `activity-logs://${account}/${mode}?${isoTime(walk.from)}..${isoTime(walk.began)}#${walk.page}`;
  const lines = records.map((record) => JSON.stringify(annotated(record, { account, caller: null })));
  const after: ActivityCursor =
    next === ''
      ? { v: 1, watermark: Math.max(cursor.watermark, walk.began), walk: null }
      : { ...cursor, walk: { ...walk, page: walk.page + 1, next } };
  const isLost = stored !== null && cursor.walk === null && cursor.watermark < request.now - RETENTION;
  return {
    deliveries: lines.length === 0 ? [] : [{ place, bytes: Buffer.from(lines.join('\n')), format: ACTIVITY_FORMAT_ID }],
    next: after,
    more: after.walk !== null,
    observedThrough: after.watermark,
    ...(isLost
      ? {
          gap: {
            from: cursor.watermark,
            to: request.now - RETENTION,
            reason: 'Stripe keeps activity logs for 6 months',
          },
        }
      : {}),
  };
}

/** True when the page reaches back beyond the start. Without times nothing is known to be done. */
function isDone(records: readonly Json[], from: Millis): boolean {
  const oldest = momentOf(records.at(-1)?.['created']);
  return records.length === 0 || (oldest !== null && oldest < from);
}
