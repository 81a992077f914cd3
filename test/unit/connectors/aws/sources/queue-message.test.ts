import { describe, expect, it } from 'vitest';
import { readAnnouncement } from '../../../../../connectors/aws/sources/queue-message.ts';

const objects = (...found: readonly (readonly [string, string])[]): unknown => ({
  kind: 'objects',
  objects: found.map(([bucket, key]) => ({ bucket, key })),
});
const s3 = (eventName: string, key: string): object => ({ eventName, s3: { bucket: { name: 'b' }, object: { key } } });
const sns = (message: string): string =>
  JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:eu-central-1:1:t', Message: message });
const TRAIL = JSON.stringify({ s3Bucket: 'b', s3ObjectKey: ['one', 'two'] });

describe('readAnnouncement', () => {
  it('reads what a trail sends, bare or through a topic', () => {
    expect(readAnnouncement(TRAIL)).toEqual(objects(['b', 'one'], ['b', 'two']));
    expect(readAnnouncement(sns(TRAIL))).toEqual(objects(['b', 'one'], ['b', 'two']));
  });

  it('reads what a bucket sends, with names made fit for addresses', () => {
    const body = JSON.stringify({
      Records: [s3('ObjectCreated:Put', 'a+b/c%3Dd.json.gz'), s3('ObjectCreated:Copy', 'e')],
    });
    expect(readAnnouncement(body)).toEqual(objects(['b', 'a b/c=d.json.gz'], ['b', 'e']));
    expect(readAnnouncement(sns(body))).toEqual(objects(['b', 'a b/c=d.json.gz'], ['b', 'e']));
  });

  it('reads what EventBridge sends', () => {
    const event = {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'b' }, object: { key: 'k+1' } },
    };
    expect(readAnnouncement(JSON.stringify(event))).toEqual(objects(['b', 'k+1']));
  });

  it.each([
    ['the message that validates a topic', 'CloudTrail validation message.'],
    ['the same through a topic', sns('CloudTrail validation message.')],
    ['the test message of a bucket', JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent' })],
    ['a deletion', JSON.stringify({ Records: [s3('ObjectRemoved:Delete', 'k')] })],
    ['a restore', JSON.stringify({ source: 'aws.s3', 'detail-type': 'Object Restore Completed', detail: {} })],
  ])('finds no object in %s', (_what, body) => {
    expect(readAnnouncement(body)).toEqual(objects());
  });

  it.each([
    ['words', 'this is not json at all {{{'],
    ['nothing', ''],
    ['a list', '[1]'],
    ['an unknown message', '{"hello":"world"}'],
    ['records of somebody else', '{"Records":[{"a":1}]}'],
    ['an event without a key', '{"source":"aws.s3","detail-type":"Object Created","detail":{}}'],
    ['an envelope around words', sns('hello')],
  ])('does not understand %s', (_what, body) => {
    expect(readAnnouncement(body)).toEqual({ kind: 'unknown' });
  });

  it('keeps a name that is no valid encoding as it is', () => {
    expect(readAnnouncement(JSON.stringify({ Records: [s3('ObjectCreated:Put', '100%')] }))).toEqual(
      objects(['b', '100%']),
    );
  });
});
