import type { Cursor, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Millis } from '../../../src/core/time.ts';
import { isoTime, MINUTE, SECOND } from '../../../src/core/time.ts';
import type { StripeApi } from '../client.ts';
import type { StripeCaller } from '../config.ts';
import { unexpected } from '../failures.ts';
import { isObject, textOf } from '../json.ts';
import { annotated } from '../records/annotation.ts';
import { callerOf } from '../records/callers.ts';
import { EVENT_FORMAT_ID } from '../records/event-format.ts';
import type { Begun, EventCursor } from './event-cursor.ts';
import {
  afterEventPage,
  beginEvents,
  EVENT_RETENTION,
  eventProgress,
  MOST_RESTARTS,
  restarted,
  windowEnd,
} from './event-cursor.ts';

export interface EventOptions {
  readonly account: string;
  readonly mode: 'live' | 'test';
  /** Connected account that is read with the key of `account`, '' for that account itself. */
  readonly connected: string;
  readonly overlap: Millis;
  readonly callers: readonly StripeCaller[];
  readonly api: StripeApi;
}

const PAGE_SIZE = 100;
const EVERY: Millis = MINUTE;
/** The account's production shares its limit of 100 requests a second (25 in a sandbox) with us. */
export const MIN_INTERVAL: Millis = 500;

/** The events of one account in one mode. */
export function eventSource(options: EventOptions): Source {
  const { account, callers, connected, mode, overlap } = options;
  const whose = connected === '' ? account : connected;
  return {
    id: `stripe.events/${whose}/${mode}`,
    title: `Stripe events of ${whose} (${mode} mode)`,
    provider: 'stripe',
    account: whose,
    lag: overlap,
    retention: EVENT_RETENTION,
    every: EVERY,
    budget: { name: `stripe/${account}`, minInterval: MIN_INTERVAL },
    blindSpots: [
      `reads leave no event: what was looked at or copied from ${whose} cannot be seen`,
      'events name no API key and no address; requests that were refused leave no event',
      callers.length === 0
        ? 'no callers are configured: what one key did cannot be told from what another did'
        : 'which service acted is what its idempotency key says, which an intruder can imitate',
    ],
    poll: (cursor, request) => poll(options, whose, cursor, request),
  };
}

async function poll(options: EventOptions, whose: string, stored: Cursor | null, request: PollRequest): Promise<Page> {
  const begun = beginEvents(stored, request, options.overlap);
  const what = `read the events of ${whose}`;
  const answer = await ask(options, begun, what, request);
  if (answer === null) return page(begun, [], '', restarted(begun));
  const { data } = answer;
  if (!Array.isArray(data)) throw unexpected(what);
  const events: readonly unknown[] = data;
  const last = textOf(events.filter(isObject).at(-1)?.['id']);
  const more = answer['has_more'] === true;
  // More is promised and nothing says where: to end here would be to lose it.
  if (more && (last === '' || last === begun.walk.after)) throw unexpected(what);
  const after = more ? last : '';
  const records = events.map((event) => {
    return isObject(event) ? annotated(event, { account: whose, caller: callerOf(event, options.callers) }) : event;
  });
  const { at, page: number } = begun.walk;
  const place = `events://${whose}/${options.mode}?${isoTime(at)}..${isoTime(windowEnd(begun.walk))}#${number}`;
  return page(begun, records, place, afterEventPage(begun, after));
}

/** @returns null when the event that we stopped at is gone, and the window has to be begun again */
async function ask(
  options: EventOptions,
  { walk }: Begun,
  what: string,
  request: PollRequest,
): Promise<Readonly<Record<string, unknown>> | null> {
  const query = new URLSearchParams({
    limit: String(PAGE_SIZE),
    'created[gte]': String(walk.at / SECOND),
    'created[lte]': String(windowEnd(walk) / SECOND),
    ...(walk.after === '' ? {} : { starting_after: walk.after }),
  });
  try {
    return await options.api.ask(what, {
      path: `/v1/events?${query.toString()}`,
      account: options.connected,
      signal: request.signal,
    });
  } catch (error) {
    const isGone = error instanceof AppError && (error.kind === 'bad-input' || error.kind === 'not-found');
    if (isGone && walk.after !== '' && walk.restarts < MOST_RESTARTS) return null;
    throw error;
  }
}

function page(begun: Begun, records: readonly unknown[], place: string, next: EventCursor): Page {
  const bytes = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
  return {
    deliveries: records.length === 0 ? [] : [{ place, bytes, format: EVENT_FORMAT_ID }],
    next,
    more: next.walk !== null,
    observedThrough: eventProgress(next),
    ...(begun.gap === null ? {} : { gap: begun.gap }),
  };
}
