import { describe, expect, it } from 'vitest';
import { Journal } from '../../../src/simulate/aws/cloudtrail/journal.ts';
import { lookupItem } from '../../../src/simulate/aws/cloudtrail/lookup-item.ts';
import { readToken, writeToken } from '../../../src/simulate/aws/cloudtrail/lookup-token.ts';
import type { JsonObject } from '../../../src/simulate/json.ts';
import { makeCloud } from './support.ts';

describe('the journal', () => {
  it('orders by event time, and by order of writing within a second', () => {
    const journal = new Journal();
    const add = (name: string, at: number): void => {
      journal.add({ eventName: name }, { account: '1', region: 'r', at, visibleAt: 0, copies: 1 });
    };
    add('b', 2_000);
    add('d', 3_000);
    add('a', 1_000);
    add('c', 2_000);

    expect(journal.in('1', 'r').map((entry) => entry.record['eventName'])).toEqual(['a', 'b', 'c', 'd']);
    expect(journal.records().map((record) => record['eventName'])).toEqual(['b', 'd', 'a', 'c']);
    expect(journal.in('1', 'other')).toEqual([]);
  });
});

describe('tokens of LookupEvents', () => {
  const params = { StartTime: 1, LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'x' }] };

  it('come back as the place where the last page ended', () => {
    const NextToken = writeToken(params, { at: 5_000, ordinal: 7 });

    expect(readToken({ ...params, NextToken })).toEqual({ at: 5_000, ordinal: 7 });
    expect(readToken({ NextToken, LookupAttributes: params.LookupAttributes, StartTime: 1 })).toBeDefined();
    expect(readToken(params)).toBeUndefined();
  });

  it.each([{ StartTime: 2 }, { MaxResults: 10 }, { LookupAttributes: [] }])(
    'do not fit a request with %j',
    (change) => {
      const NextToken = writeToken(params, { at: 5_000, ordinal: 7 });

      expect(() => readToken({ ...params, ...change, NextToken })).toThrow(
        expect.objectContaining({ code: 'InvalidNextTokenException' }),
      );
    },
  );
});

describe('items of LookupEvents', () => {
  const record = (userIdentity: JsonObject, rest: JsonObject = {}): JsonObject => ({
    eventTime: '2026-11-23T12:00:00Z',
    userIdentity,
    ...rest,
  });

  it.each([
    [{ type: 'IAMUser', userName: 'ci' }, 'ci'],
    [{ type: 'AssumedRole', principalId: 'AROAX:session' }, 'session'],
    [{ type: 'Root', principalId: '1' }, 'root'],
    [{ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, undefined],
  ])('of %j are by %s', (identity, username) => {
    expect(lookupItem(record(identity))['Username']).toBe(username);
  });

  it('survive records that lack nearly everything', () => {
    expect(lookupItem({ userIdentity: null, eventTime: '2026-11-23T12:00:00Z' })).toMatchObject({
      ReadOnly: 'false',
      Resources: [],
      EventTime: Date.UTC(2026, 10, 23, 12) / 1_000,
    });
  });

  it('leave out an empty key id', () => {
    expect(lookupItem(record({ accessKeyId: '' }))).not.toHaveProperty('AccessKeyId');
  });
});

describe('a pile of old records', () => {
  it('pages completely and quickly', () => {
    const { cloud, clock } = makeCloud();
    cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    const key = cloud.createKey('ci');
    const records = Array.from({ length: 20_000 }, (_, index) => ({
      eventID: `id-${index}`,
      eventName: 'ListUsers',
      awsRegion: 'us-east-1',
      eventTime: new Date(clock.now() - (index % 5_000) * 1_000).toISOString().replace('.000', ''),
      recipientAccountId: cloud.account,
    }));
    expect(cloud.loadRecords(records)).toBe(20_000);

    const seen = new Set<unknown>();
    let params: JsonObject = { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ListUsers' }] };
    for (let pages = 0; pages < 1_000; pages++) {
      const reply = cloud.call({ as: key, service: 'cloudtrail', action: 'LookupEvents', params });
      if (!reply.ok) throw new Error(reply.error);
      for (const event of reply.body['Events'] as JsonObject[]) seen.add(event['EventId']);
      if (reply.body['NextToken'] === undefined) break;
      params = { ...params, NextToken: reply.body['NextToken'] };
    }

    expect(seen.size).toBe(20_000);
  });
});
