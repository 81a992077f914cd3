import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOUDTRAIL_FORMAT } from '../../../../../connectors/aws/records/cloudtrail-format.ts';
import { normalizeCloudTrail } from '../../../../../connectors/aws/records/normalize.ts';
import { ACCOUNT, call, eventOf, type Fields, LONG_KEY, record, roleIdentity, USER_ARN } from '../records.ts';

describe('normalizeCloudTrail', () => {
  it('makes a usage event of an ordinary record', () => {
    expect(normalizeCloudTrail(record())).toEqual({
      kind: 'event',
      event: {
        time: Date.UTC(2026, 10, 23, 12),
        nativeId: '6f1c9d4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f',
        provider: 'aws',
        account: ACCOUNT,
        region: 'eu-central-1',
        actorKind: 'user',
        actor: USER_ARN,
        session: '',
        credential: LONG_KEY,
        credentialKind: 'key',
        address: '198.51.100.7',
        agent: 'aws-cli/2.36.32 md/awscrt#1.0',
        via: '',
        service: 'sts',
        action: 'GetCallerIdentity',
        verb: 'read',
        traits: ['identity-check'],
        outcome: 'success',
        errorCode: '',
        targets: [],
        minted: [],
      },
      notes: [],
    });
  });

  it('belongs to the account that received it, not to the caller', () => {
    const cross = record({ recipientAccountId: '444455556666' });
    expect(eventOf(cross).account).toBe('444455556666');
    expect(eventOf(record({ recipientAccountId: undefined })).account).toBe(ACCOUNT);
  });

  it('takes the agent out of square brackets', () => {
    expect(eventOf(record({ userAgent: '[S3Console/0.4, aws-internal/3]' })).agent).toBe(
      'S3Console/0.4, aws-internal/3',
    );
    expect(eventOf(record({ userAgent: 'x'.repeat(5000) })).agent).toHaveLength(1024);
  });

  it('says which service acted for the caller', () => {
    expect(eventOf(record({ sourceIPAddress: 'rds.amazonaws.com' }))).toMatchObject({
      address: 'rds.amazonaws.com',
      via: 'rds.amazonaws.com',
    });
  });

  it('tells a workload from a person', () => {
    expect(eventOf(record({ userIdentity: roleIdentity('i-0dbc91f429e48eeed') })).actorKind).toBe('workload');
  });

  it('takes a correction as a record of its own', () => {
    const amended = record({
      eventID: '7b2c9d4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f',
      addendum: { reason: 'UPDATED_DATA', originalEventID: record()['eventID'], updatedFields: 'responseElements' },
    });
    expect(eventOf(amended).nativeId).toBe('7b2c9d4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f');
  });

  it.each([
    ['of an old version', { eventVersion: '1.01' }],
    ['of a version to come', { eventVersion: '2.0' }],
    ['without a version', { eventVersion: undefined }],
    [
      'of a service',
      { eventType: 'AwsServiceEvent', userIdentity: { accountId: ACCOUNT, invokedBy: 'rds.amazonaws.com' } },
    ],
    [
      'of an insight',
      { eventType: 'AwsCloudTrailInsight', userIdentity: undefined, insightDetails: { state: 'Start' } },
    ],
    ['of a network refusal', { eventType: 'AwsVpceEvents', errorCode: 'VpceAccessDenied' }],
    ['without an identity', { userIdentity: null }],
  ])('reads a record %s', (_what, change) => {
    expect(normalizeCloudTrail(record(change)).kind).toBe('event');
  });

  it.each([
    [record({ eventTime: undefined }), 'eventTime is missing or unreadable'],
    [record({ eventTime: 'soon' }), 'eventTime is missing or unreadable'],
    [record({ eventSource: undefined }), 'no eventSource'],
    [record({ eventSource: 7 }), 'eventSource is not text'],
    [record({ eventName: '' }), 'no eventName'],
    [record({ eventName: [] }), 'eventName is not text'],
    ['text', 'not a JSON object'],
    [null, 'not a JSON object'],
    [[], 'not a JSON object'],
    [{}, 'no eventSource'],
  ])('says why it cannot read %j', (value, reason) => {
    expect(normalizeCloudTrail(value)).toEqual({ kind: 'unparsed', reason });
  });

  it('never throws and always tells, whatever stands in the members', () => {
    const anything = fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.string());
    const names = Object.keys(record());
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names), anything),
        fc.dictionary(fc.string(), anything),
        (members, inner) => {
          const value: Fields = {
            ...record(),
            ...members,
            requestParameters: inner,
            userIdentity: members['userIdentity'] ?? inner,
          };
          const normalized = normalizeCloudTrail(value);
          if (normalized.kind !== 'event') expect(normalized.reason).not.toBe('');
          else for (const member of Object.values(normalized.event)) expect(member).not.toBeUndefined();
          CLOUDTRAIL_FORMAT.sanitize(value);
          for (const derive of Object.values(CLOUDTRAIL_FORMAT.derived)) derive(value);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('opens whatever JSON it is handed without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const one of CLOUDTRAIL_FORMAT.unwrap(value) ?? []) CLOUDTRAIL_FORMAT.normalize(one);
      }),
    );
  });

  it('keeps account and session of a denied call across accounts', () => {
    const denied = call('sts', 'AssumeRole', { errorCode: 'AccessDenied', requestParameters: null });
    expect(eventOf(denied)).toMatchObject({ outcome: 'denied', verb: 'mint', targets: [], minted: [] });
  });
});
