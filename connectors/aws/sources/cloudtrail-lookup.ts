import type { CloudTrailClient, Event } from '@aws-sdk/client-cloudtrail';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { ConnectorContext, Cursor, Delivery, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { HOUR, isoTime, MINUTE } from '../../../src/core/time.ts';
import { asking, errorName } from '../failures.ts';
import { CLOUDTRAIL_FORMAT_ID } from '../records/cloudtrail-format.ts';
import type { LookupCursor, Walk } from './lookup-cursor.ts';
import {
  afterPage,
  begin,
  firstCursor,
  LOOKUP_RETENTION,
  MOST_RESTARTS,
  parseLookupCursor,
  restarted,
  windowEnd,
} from './lookup-cursor.ts';

export interface LookupOptions {
  readonly account: string;
  readonly region: string;
  readonly overlap: Millis;
  /** A further blind spot, '' when there is none. */
  readonly unsure: string;
  readonly client: () => CloudTrailClient;
  readonly log: ConnectorContext['log'];
}

const PAGE_SIZE = 50;
/** Two requests a second, which other people's consoles share: stay below. */
const MIN_INTERVAL: Millis = 600;
const EVERY: Millis = 2 * MINUTE;

/** The event history of one account in one region. */
export function lookupSource(options: LookupOptions): Source {
  const { account, region, overlap, unsure } = options;
  const id = `aws.cloudtrail-lookup/${account}/${region}`;
  return {
    id,
    title: `CloudTrail event history of ${account} in ${region}`,
    provider: 'aws',
    account,
    lag: overlap,
    retention: LOOKUP_RETENTION,
    every: EVERY,
    budget: { name: id, minInterval: MIN_INTERVAL },
    blindSpots: [
      `data events in ${region} (reads and writes of objects, function calls, table items) are not in the event history`,
      `requests that fail authentication, such as those of a deactivated key, are not logged by AWS`,
      ...(unsure === '' ? [] : [unsure]),
    ],
    poll: (cursor, request) => poll(options, cursor, request),
  };
}

async function poll(options: LookupOptions, stored: Cursor | null, request: PollRequest): Promise<Page> {
  const position = stored === null ? firstCursor(request.now, request.backfill) : parseLookupCursor(stored);
  const { cursor, walk, lost } = begin(position, request.now, options.overlap, stored === null);
  const end = windowEnd(cursor, walk);
  const command = new LookupEventsCommand({
    StartTime: new Date(walk.at),
    EndTime: new Date(end),
    MaxResults: PAGE_SIZE,
    ...(walk.token === '' ? {} : { NextToken: walk.token }),
  });
  const answer = await asking(
    `read the event history of ${options.account} in ${options.region} (cloudtrail:LookupEvents)`,
    (sending) => options.client().send(command, sending).catch(whenTokenExpired(walk)),
    request.signal,
  );
  if (answer === null) return { deliveries: [], ...progress(restarted(cursor, walk)) };
  const events = answer.Events ?? [];
  const next = afterPage(cursor, walk, answer.NextToken ?? '', oldestOf(events));
  if (next.walk === null) warnWhenSaturated(options, walk, request.now);
  return {
    deliveries: deliveryOf(options, walk, end, events),
    ...progress(next),
    ...(lost === null ? {} : { gap: { ...lost, reason: 'CloudTrail keeps the event history for 90 days' } }),
  };
}

/** Pages come newest first. Without times nothing is known to be done. */
function oldestOf(events: readonly Event[]): Millis | null {
  const times = events.flatMap(({ EventTime }) => (EventTime === undefined ? [] : [EventTime.getTime()]));
  return times.length < events.length || times.length === 0 ? null : Math.min(...times);
}

/** A token that has expired means that the window is begun again; anything else goes on. */
function whenTokenExpired(walk: Walk): (error: unknown) => null {
  return (error) => {
    const isExpired = errorName(error) === 'InvalidNextTokenException' && walk.token !== '';
    if (isExpired && walk.restarts < MOST_RESTARTS) return null;
    throw error;
  };
}

function progress(next: LookupCursor): Pick<Page, 'next' | 'more' | 'observedThrough'> {
  const through = next.walk === null ? next.watermark : Math.max(next.watermark, next.walk.at);
  return { next, more: next.walk !== null, observedThrough: through };
}

function deliveryOf(options: LookupOptions, walk: Walk, end: Millis, events: readonly Event[]): readonly Delivery[] {
  if (events.length === 0) return [];
  const window = `${isoTime(walk.at)}..${isoTime(end)}`;
  return [
    {
      place: `lookup-events://${options.account}/${options.region}?${window}#${walk.page}`,
      bytes: Buffer.from(events.map(lineOf).join('\n')),
      format: CLOUDTRAIL_FORMAT_ID,
    },
  ];
}

/** The record as one line. Without one the item itself goes on, to be counted as unreadable. */
function lineOf(event: Event): string {
  const { CloudTrailEvent: text } = event;
  if (text === undefined || text === '') {
    return JSON.stringify({ EventId: event.EventId ?? '', EventName: event.EventName ?? '', CloudTrailEvent: null });
  }
  return text.includes('\n') ? text.replaceAll(/\r?\n/g, ' ') : text;
}

/** Event history gives at most 100 events a second; an account that makes more is never caught up with. */
function warnWhenSaturated(options: LookupOptions, walk: Walk, now: Millis): void {
  const isLive = walk.to - walk.from < options.overlap + HOUR;
  if (!isLive || now - walk.began <= 2 * EVERY) return;
  options.log('warn', 'source saturated: the event history cannot be read as fast as it grows, use a trail in S3', {
    account: options.account,
    region: options.region,
    seconds: Math.round((now - walk.began) / 1000),
  });
}
