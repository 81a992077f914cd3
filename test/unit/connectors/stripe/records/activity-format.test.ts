import { describe, expect, it } from 'vitest';
import { ACTIVITY_FORMAT } from '../../../../../connectors/stripe/records/activity-format.ts';
import type { UsageEvent } from '../../../../../src/core/event.ts';
import { ACCOUNT, type Fields } from '../records.ts';

const KEY = { type: 'api_key', api_key: { id: 'mk_1' } };
const USER = { type: 'user', user: { email: 'owner@example.com' } };

function activity(type: string, change: Fields = {}): Fields {
  return {
    id: 'accact_1',
    object: 'v2.iam.activity_log',
    type,
    created: '2026-03-01T10:00:00.250Z',
    livemode: true,
    context: ACCOUNT,
    actor: KEY,
    ...change,
  };
}

function usageOf(record: unknown): UsageEvent {
  const result = ACTIVITY_FORMAT.normalize(record);
  if (result.kind !== 'event') throw new Error(`no event but ${result.kind}: ${result.reason}`);
  return result.event;
}

describe('a Stripe activity log as a usage event', () => {
  it('names the key that did it', () => {
    expect(
      usageOf(activity('payout_destination_added', { related_object: { id: 'ba_2', type: 'bank' } })),
    ).toMatchObject({
      time: Date.UTC(2026, 2, 1, 10) + 250,
      nativeId: 'accact_1',
      account: ACCOUNT,
      actor: ACCOUNT,
      actorKind: 'account',
      credential: 'mk_1',
      credentialKind: 'key',
      traits: ['money', 'money-route'],
      targets: ['ba_2'],
    });
  });

  it('names the person that did it, and from where they signed in', () => {
    const details = { type: 'user_access', user_access: { network: { ip_address: '203.0.113.9', country: 'BR' } } };

    expect(usageOf(activity('user_access_started', { actor: USER, details }))).toMatchObject({
      actor: 'owner@example.com',
      actorKind: 'user',
      credential: '',
      credentialKind: 'none',
      address: '203.0.113.9',
      verb: 'authenticate',
    });
  });

  it('takes what Stripe does for nobody’s doing', () => {
    expect(usageOf(activity('api_key_deleted', { actor: { type: 'stripe_action' } }))).toMatchObject({
      actorKind: 'service',
      credential: '',
    });
  });

  it('keeps test mode apart', () => {
    expect(usageOf(activity('api_key_viewed', { livemode: false }))).toMatchObject({
      actor: `${ACCOUNT}-test`,
      region: 'test',
    });
  });

  it.each([
    ['a key', { request: { id: 'req_1' } }, { id: 'req_1', named: true }],
    ['a person', { request: { id: 'req_1' }, actor: USER }, { id: 'req_1', named: true }],
    ['Stripe itself', { request: { id: 'req_1' }, actor: { type: 'stripe_action' } }, { id: 'req_1', named: false }],
    ['a key, in a version that tells no request', {}, undefined],
    ['a key, with a request of another form', { request: { id: 'x y' } }, undefined],
  ])('says who made a request when it was %s', (_, change, request) => {
    expect(usageOf(activity('payout_created', change)).request).toEqual(request);
  });

  it('knows what a key was made or replaced by', () => {
    const key = { id: 'mk_2', name: 'shop', expires_at: '2026-06-01T00:00:00Z' };
    const minted = { kind: 'key', actor: '' };

    expect(usageOf(activity('api_key_created', { details: { api_key: key } })).minted).toEqual([
      { ...minted, alias: 'mk_2', expires: Date.UTC(2026, 5, 1) },
    ]);
    const rolled = { details: { type: 'api_key', api_key: { ...key, new_key: 'mk_3' } } };
    expect(usageOf(activity('api_key_deleted', rolled))).toMatchObject({
      minted: [{ ...minted, alias: 'mk_3', expires: null }],
      targets: ['mk_2'],
      verb: 'delete',
    });
    expect(usageOf(activity('api_key_viewed', { details: { api_key: key } })).minted).toEqual([]);
  });

  it.each([
    ['something_new_viewed', 'read', []],
    ['something_new_removed', 'delete', []],
    ['something_new', 'write', []],
    ['constructor', 'write', []],
    ['api_key_viewed', 'read', ['secret-read']],
  ])('reads %s as %s, whatever is known of it', (type, verb, traits) => {
    expect(usageOf(activity(type))).toMatchObject({ verb, traits });
  });

  it.each([
    { actor: null },
    { actor: { type: 'api_key', api_key: 'mk_1' } },
    { details: [] },
    { details: { network: { ip_address: 'nowhere' } } },
    { related_object: 7 },
    { context: null },
    { request: 'req' },
  ])('reads one whose %j is odd', (odd) => {
    expect(usageOf(activity('api_key_created', odd)).action).toBe('api_key_created');
  });

  it.each([
    ['nothing', null],
    ['no type', { id: 'accact_1', created: '2026-03-01T10:00:00Z' }],
    ['no time', activity('api_key_viewed', { created: 'yesterday' })],
  ])('says why %s cannot be read', (_, record) => {
    expect(ACTIVITY_FORMAT.normalize(record).kind).toBe('unparsed');
  });

  it('is known by its id in an answer, a list and alone', () => {
    const one = activity('api_key_viewed');

    expect(ACTIVITY_FORMAT.unwrap({ data: [one], next_page_url: null })).toEqual([one]);
    expect(ACTIVITY_FORMAT.unwrap([one])).toEqual([one]);
    expect(ACTIVITY_FORMAT.unwrap(one)).toEqual([one]);
    expect(ACTIVITY_FORMAT.unwrap({ data: [{ id: 'evt_1', type: 'charge.failed' }] })).toBeNull();
    expect(ACTIVITY_FORMAT.unwrap('accact_1')).toBeNull();
  });
});
