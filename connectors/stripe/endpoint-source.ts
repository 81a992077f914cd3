import type { Cursor, Page, PollRequest, Source } from '../../src/core/connector.ts';
import type { Millis } from '../../src/core/time.ts';
import { isoTime, MINUTE } from '../../src/core/time.ts';
import type { StripeApi } from './client.ts';
import type { Found } from './endpoint-cursor.ts';
import { afterEndpoints, beginEndpoints, changesIn, endpointOf, goneFrom, withSeen } from './endpoint-cursor.ts';
import { ENDPOINT_FORMAT_ID, type EndpointChange } from './endpoint-format.ts';
import { MIN_INTERVAL } from './event-source.ts';
import { unexpected } from './failures.ts';
import { textOf } from './json.ts';

export interface EndpointOptions {
  readonly account: string;
  readonly mode: 'live' | 'test';
  readonly api: StripeApi;
}

const PAGE_SIZE = 100;
const EVERY: Millis = 5 * MINUTE;

/** Compares the list of webhook endpoints with the one before. */
export function endpointSource(options: EndpointOptions): Source {
  const { account, mode } = options;
  return {
    id: `stripe.webhook-endpoints/${account}/${mode}`,
    title: `webhook endpoints of ${account} (${mode} mode)`,
    provider: 'stripe',
    account,
    lag: 0,
    retention: null,
    every: EVERY,
    budget: { name: `stripe/${account}`, minInterval: MIN_INTERVAL },
    blindSpots: [
      `webhook endpoints of ${account} that came and went between two looks`,
      'event destinations other than webhook endpoints (queues and buses of cloud providers)',
    ],
    poll: (cursor, request) => poll(options, cursor, request),
  };
}

async function poll(options: EndpointOptions, stored: Cursor | null, request: PollRequest): Promise<Page> {
  const { account, api, mode } = options;
  const cursor = beginEndpoints(stored);
  const what = `list the webhook endpoints of ${account}`;
  const anchor = cursor.walk?.after ?? '';
  const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(anchor === '' ? {} : { starting_after: anchor }) });
  const answer = await api.ask(what, { path: `/v1/webhook_endpoints?${query.toString()}`, signal: request.signal });
  if (!Array.isArray(answer['data'])) throw unexpected(what);
  const endpoints = answer['data'].map(endpointOf).filter((one) => one !== null);
  const after = answer['has_more'] === true ? textOf(endpoints.at(-1)?.id) : '';
  if (after !== '' && after === anchor) throw unexpected(what);
  const seen = withSeen(cursor, endpoints);
  const found = [...changesIn(cursor, endpoints), ...(after === '' ? goneFrom(cursor, seen) : [])];
  const observed = isoTime(request.now);
  const records = found.map((one) => recordOf(one, observed, account, mode));
  const place = `webhook-endpoints://${account}/${mode}?${observed}#${anchor}`;
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
