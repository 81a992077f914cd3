import { describe, expect, it } from 'vitest';
import { ENDPOINT_FORMAT } from '../../../../../connectors/stripe/records/endpoint-format.ts';
import { changesIn, type EndpointCursor } from '../../../../../connectors/stripe/sources/endpoint-cursor.ts';
import { EVENT_DESTINATIONS, WEBHOOK_ENDPOINTS } from '../../../../../connectors/stripe/sources/endpoint-lists.ts';
import { ACCOUNT, type Fields } from '../records.ts';

const AT = '2026-03-02T09:00:00.000Z';
const SECONDS = Date.UTC(2026, 2, 2, 9) / 1000;
const KNOWN: EndpointCursor = { v: 1, known: {}, hosts: ['hooks.example.com', '111122223333'], walk: null };

function destination(type: string, where: Fields): Fields {
  return { id: 'ed_1', object: 'v2.core.event_destination', status: 'enabled', created: AT, type, ...where };
}

/** Host and novelty of what one new destination shows. */
function found(value: Fields): readonly unknown[] {
  const { endpoints } = EVENT_DESTINATIONS.read({ data: [value] }, '', 'list them');
  return changesIn(KNOWN, endpoints).map(({ change, endpoint, host, newHost }) => [
    change,
    host,
    newHost,
    endpoint.created,
  ]);
}

describe('the list of event destinations', () => {
  it.each([
    ['webhook_endpoint', { webhook_endpoint: { url: 'https://in.example.net/x' } }, 'in.example.net', true],
    ['webhook_endpoint', { webhook_endpoint: { url: 'https://hooks.example.com/y' } }, 'hooks.example.com', false],
    ['amazon_eventbridge', { amazon_eventbridge: { aws_account_id: '444455556666' } }, '444455556666', true],
    ['amazon_eventbridge', { amazon_eventbridge: { aws_account_id: '111122223333' } }, '111122223333', false],
    ['azure_event_grid', { azure_event_grid: { azure_partner_topic_name: 'thief-topic' } }, 'thief-topic', true],
    ['something_new', {}, '', true],
    ['webhook_endpoint', { webhook_endpoint: { url: 'no address' } }, '', true],
  ])('shows whose a %s with %j is', (type, where, host, isNew) => {
    expect(found(destination(type, where))).toEqual([['created', host, isNew, SECONDS]]);
  });

  it('is read on its own host and path alone', () => {
    const next = (page: unknown): string => EVENT_DESTINATIONS.read({ data: [], next_page_url: page }, '', 'x').after;

    expect(next('https://api.stripe.com/v2/core/event_destinations?page=2')).toBe('/v2/core/event_destinations?page=2');
    expect(next('/v2/core/accounts?page=2')).toBe('');
    expect(next(null)).toBe('');
  });

  it.each([EVENT_DESTINATIONS, WEBHOOK_ENDPOINTS])('refuses an answer that is no list ($id)', ({ read }) => {
    expect(() => read({ data: {} }, '', 'list them')).toThrow('list them');
  });

  it('does not take a destination for a webhook endpoint whose secret could be rolled', () => {
    const record = (id: string): unknown => ({
      keywatch: 'webhook-endpoint-change',
      change: 'created',
      observed: AT,
      account: ACCOUNT,
      mode: 'live',
      host: 'in.example.net',
      newHost: true,
      endpoint: { id, url: 'https://in.example.net/x', status: 'enabled', created: SECONDS },
    });
    const minted = ['we_1', 'ed_1'].map((id) => {
      const result = ENDPOINT_FORMAT.normalize(record(id));
      return result.kind === 'event' ? result.event.minted.map(({ alias }) => alias) : null;
    });

    expect(minted).toEqual([['we_1'], []]);
  });
});
