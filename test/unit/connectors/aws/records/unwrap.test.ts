import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CLOUDTRAIL_FORMAT } from '../../../../../connectors/aws/records/cloudtrail-format.ts';
import { unwrapCloudTrail } from '../../../../../connectors/aws/records/unwrap.ts';
import { record } from '../records.ts';

const ONE = record();
const TWO = record({ eventID: '7a2c9d4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f' });
const ITEM = { EventId: ONE['eventID'], EventName: 'GetCallerIdentity', CloudTrailEvent: JSON.stringify(ONE) };
const ENVELOPE = {
  version: '0',
  id: 'x',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.sts',
  detail: ONE,
};

const SUBSCRIPTION = {
  messageType: 'DATA_MESSAGE',
  logGroup: 'trail',
  logEvents: [{ id: '1', timestamp: 1, message: JSON.stringify(ONE) }],
};

const packed = (value: unknown): string => gzipSync(JSON.stringify(value)).toString('base64');

describe('unwrapCloudTrail', () => {
  it.each([
    ['a file of a trail', { Records: [ONE, TWO] }, [ONE, TWO]],
    ['an empty file of a trail', { Records: [] }, []],
    ['a bare record', ONE, [ONE]],
    ['a bare list', [ONE, TWO], [ONE, TWO]],
    ['an item of LookupEvents', ITEM, [ONE]],
    ['an answer of LookupEvents', { Events: [ITEM], NextToken: 'x' }, [ONE]],
    ['a list of items', [ITEM, ITEM], [ONE, ONE]],
    ['an EventBridge envelope', ENVELOPE, [ONE]],
    ['a list of envelopes', [ENVELOPE], [ONE]],
    ['a subscription message of CloudWatch Logs', SUBSCRIPTION, [ONE]],
    ['what a function gets of a subscription', { awslogs: { data: packed(SUBSCRIPTION) } }, [ONE]],
    [
      'what a function gets of a stream with subscription messages',
      {
        Records: [SUBSCRIPTION, SUBSCRIPTION].map((one) => ({
          eventSource: 'aws:kinesis',
          kinesis: { data: packed(one) },
        })),
      },
      [ONE, ONE],
    ],
    ['an answer of FilterLogEvents', { events: [{ message: JSON.stringify(ONE) }] }, [ONE]],
  ])('opens %s', (_what, value, expected) => {
    expect(unwrapCloudTrail(value)).toEqual(expected);
  });

  it('keeps what it cannot read in a list of things that are ours', () => {
    expect(unwrapCloudTrail([ONE, 'scrap', 7])).toEqual([ONE, 'scrap', 7]);
    expect(unwrapCloudTrail({ Records: [ONE, null] })).toEqual([ONE, null]);
    const broken = { ...ITEM, CloudTrailEvent: '{"broken' };
    expect(unwrapCloudTrail({ Events: [ITEM, broken] })).toEqual([ONE, broken]);
  });

  it.each([
    ['a wrapped sample', { example: 'x', event: ONE }],
    ['an audit entry of somebody else', { action: 'repo.create', actor: 'octocat', '@timestamp': 1 }],
    ['a log of another program', { logEvents: [{ message: 'GET / 200' }] }],
    ['a list of something else', [{ a: 1 }]],
    ['an empty list', []],
    ['a file of somebody else', { Records: [{ name: 'x' }] }],
    ['something packed of somebody else', { awslogs: { data: packed({ name: 'x' }) } }],
    ['something packed that is no JSON', { awslogs: { data: gzipSync('x').toString('base64') } }],
    ['something that only begins as if it were packed', { awslogs: { data: 'H4sIx' } }],
    ['text', 'text'],
    ['nothing', null],
    ['a finding of GuardDuty', { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', detail: {} }],
  ])('leaves %s to others', (_what, value) => {
    expect(unwrapCloudTrail(value)).toBeNull();
  });

  it.each([
    [
      { 'detail-type': 'EC2 Instance State-change Notification', source: 'aws.ec2', detail: {} },
      'EventBridge event of another kind (aws.ec2)',
    ],
    [{ 'detail-type': 'x', source: '<script>', detail: {} }, 'EventBridge event of another kind'],
    [{ messageType: 'CONTROL_MESSAGE', logEvents: [] }, 'control message of a log subscription'],
    [{ awsAccountId: '1', digestStartTime: 'x', digestEndTime: 'y', logFiles: [] }, 'CloudTrail digest, not a log'],
    [
      { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }] },
      'a notification about an object, not an audit record',
    ],
    [{ Event: 's3:TestEvent', Service: 'Amazon S3' }, 'a notification about an object, not an audit record'],
    [
      { Records: [{ eventID: '0b7c0f5e-1d3a-4f7e-9c55-6d0f7c3a2b11', insightDetails: { state: 'Start' } }] },
      'CloudTrail insight: how often something was called, not by which key',
    ],
    [
      { eventType: 'AwsCloudTrailInsight', insightDetails: { state: 'End' } },
      'CloudTrail insight: how often something was called, not by which key',
    ],
  ])('recognises %j and says why it is left out', (value, reason) => {
    const records = unwrapCloudTrail(value) ?? [];
    expect(records.map((one) => CLOUDTRAIL_FORMAT.normalize(one))).toEqual([{ kind: 'skip', reason }]);
  });
});
