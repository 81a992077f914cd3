import type { Cursor, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { isoTime, MINUTE } from '../../../src/core/time.ts';
import type { StripeApi } from '../client.ts';
import { ENDPOINT_FORMAT_ID, type EndpointChange } from '../records/endpoint-format.ts';
import type { Found } from './endpoint-cursor.ts';
import { afterEndpoints, beginEndpoints, changesIn, goneFrom, withSeen } from './endpoint-cursor.ts';
import type { EndpointList } from './endpoint-lists.ts';
import { MIN_INTERVAL } from './event-source.ts';

export interface EndpointOptions {
  readonly account: string;
  readonly mode: 'live' | 'test';
  readonly list: EndpointList;
  readonly api: StripeApi;
}

const EVERY: Millis = 5 * MINUTE;

/** Compares a list of the places that events are sent to with the one before. */
export function endpointSource(options: EndpointOptions): Source {
  const { account, list, mode } = options;
  return {
    id: `stripe.${list.id}/${account}/${mode}`,
    title: `${list.title(account)} (${mode} mode)`,
    provider: 'stripe',
    account,
    lag: 0,
    retention: null,
    every: EVERY,
    budget: { name: `stripe/${account}`, minInterval: MIN_INTERVAL },
    blindSpots: list.blindSpots(account),
    poll: (cursor, request) => poll(options, cursor, request),
  };
}

async function poll(options: EndpointOptions, stored: Cursor | null, request: PollRequest): Promise<Page> {
  const { account, api, list, mode } = options;
  const cursor = beginEndpoints(stored);
  const what = `list the ${list.title(account)}`;
  const anchor = cursor.walk?.after ?? '';
  const answer = await api.ask(what, { path: list.path(anchor), signal: request.signal });
  const { after, endpoints } = list.read(answer, anchor, what);
  const seen = withSeen(cursor, endpoints);
  const found = [...changesIn(cursor, endpoints), ...(after === '' ? goneFrom(cursor, seen) : [])];
  const observed = isoTime(request.now);
  const records = found.map((one) => recordOf(one, observed, account, mode));
  const place = `${list.id}://${account}/${mode}?${observed}#${anchor}`;
  const bytes = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
  const next = afterEndpoints(cursor, seen, after);
  return {
    deliveries: records.length === 0 ? [] : [{ place, bytes, format: ENDPOINT_FORMAT_ID }],
    next,
    more: next.walk !== null,
    observedThrough: request.now,
  };
}

function recordOf(found: Found, observed: string, account: string, mode: 'live' | 'test'): EndpointChange {
  return { keywatch: 'webhook-endpoint-change', observed, account, mode, ...found };
}
