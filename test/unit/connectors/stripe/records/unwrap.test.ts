import { describe, expect, it } from 'vitest';
import { unwrapEvents } from '../../../../../connectors/stripe/records/unwrap.ts';
import { stripeEvent } from '../records.ts';

const event = stripeEvent('charge.failed', { id: 'ch_1' });

describe('where Stripe events are found', () => {
  it.each([
    ['one by itself', event, 1],
    ['one without the name of its kind', { ...event, object: undefined }, 1],
    ['the answer of the list', { object: 'list', url: '/v1/events', has_more: false, data: [event, event] }, 2],
    ['an array', [event], 1],
    [
      'the item of an event bus',
      { source: 'aws.partner/stripe.com/ed_1', 'detail-type': 'charge.failed', detail: event },
      1,
    ],
  ])('%s', (_, value, count) => {
    expect(unwrapEvents(value)).toHaveLength(count);
  });

  it.each([
    ['a list of something else', { object: 'list', data: [{ id: 'ch_1', object: 'charge' }] }],
    ['an empty list', { object: 'list', data: [] }],
    ['a record of another provider', { eventName: 'GetObject', eventSource: 's3.amazonaws.com' }],
    ['an event of another provider', { object: 'event', type: 'push', data: {} }],
    ['a text', 'charge.failed'],
    ['nothing', null],
  ])('not in %s', (_, value) => {
    expect(unwrapEvents(value)).toBeNull();
  });
});
