import type { StripeAnswer } from '../answer.ts';
import type { Route, StripeCall } from '../route.ts';

const PATH = '/v2/core/event_destinations';

/** Event destinations of API v2: addresses of webhooks are shown to who asks for them (docs.stripe.com/api/v2). */
export const DESTINATION_ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/v2\/core\/event_destinations$/, permission: 'event_destination_read', answer: list },
];

function list({ account, query }: StripeCall): StripeAnswer {
  const start = Number(query.get('page') ?? 0);
  const limit = Math.min(100, Number(query.get('limit') ?? 20));
  const isAsked = query.get('include[0]') === 'webhook_endpoint.url';
  const data = account.destinations
    .toReversed()
    .slice(start, start + limit)
    .map(({ webhook_endpoint, ...rest }) => ({
      object: 'v2.core.event_destination',
      ...rest,
      ...(webhook_endpoint === undefined ? {} : { webhook_endpoint: isAsked ? webhook_endpoint : {} }),
    }));
  const more = new URLSearchParams(query);
  more.set('page', String(start + limit));
  const next = start + limit < account.destinations.length ? `${PATH}?${more.toString()}` : null;
  return { status: 200, body: { data, next_page_url: next, previous_page_url: null } };
}
