import type { JsonObject } from '../../json.ts';
import { isoSeconds } from '../dates.ts';

/**
 * The ways in which news of a log file reach a queue: the trail's own topic, with or without raw delivery, or the
 * bucket's notifications, direct or through a topic.
 */
export type NotificationShape = 'trail-topic' | 'trail-topic-raw' | 's3' | 's3-topic' | 's3-topic-raw';

export interface FileNews {
  readonly kind: 'file';
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly at: number;
}

/** What is sent first of all, when the notification is set up. */
export interface SetUpNews {
  readonly kind: 'set-up';
  readonly bucket: string;
}

export type News = FileNews | SetUpNews;

export interface Sender {
  readonly account: string;
  readonly region: string;
  readonly now: number;
  readonly messageId: string;
}

/** The body of the queue message. */
export function notificationBody(shape: NotificationShape, news: News, sender: Sender): string {
  const inner = shape.startsWith('trail') ? trailMessage(news) : JSON.stringify(bucketMessage(news, sender));
  return shape === 'trail-topic' || shape === 's3-topic' ? JSON.stringify(envelope(inner, shape, sender)) : inner;
}

/** The set-up message of a trail's topic is plain text, not JSON. */
function trailMessage(news: News): string {
  if (news.kind === 'set-up') return 'CloudTrail validation message.';
  return JSON.stringify({ s3Bucket: news.bucket, s3ObjectKey: [news.key] });
}

function bucketMessage(news: News, sender: Sender): JsonObject {
  if (news.kind === 'set-up') {
    const time = new Date(sender.now).toISOString();
    return {
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Time: time,
      Bucket: news.bucket,
      RequestId: sender.messageId,
    };
  }
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: sender.region,
        eventTime: new Date(news.at).toISOString(),
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: 'AWS:cloudtrail' },
        requestParameters: { sourceIPAddress: 'cloudtrail.amazonaws.com' },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'trail-files',
          bucket: { name: news.bucket, arn: `arn:aws:s3:::${news.bucket}` },
          object: { key: formEncoded(news.key), size: news.size, eTag: news.etag.replaceAll('"', '') },
        },
      },
    ],
  };
}

/** Keys come URL-encoded with a plus for a space (S3 user guide, "event message structure"). */
function formEncoded(key: string): string {
  return encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}

function envelope(message: string, shape: NotificationShape, sender: Sender): JsonObject {
  return {
    Type: 'Notification',
    MessageId: sender.messageId,
    TopicArn: `arn:aws:sns:${sender.region}:${sender.account}:trail-files`,
    ...(shape === 's3-topic' ? { Subject: 'Amazon S3 Notification' } : {}),
    Message: message,
    Timestamp: isoSeconds(sender.now).replace('Z', '.000Z'),
    SignatureVersion: '1',
    Signature: 'simulated',
    SigningCertURL: `https://sns.${sender.region}.amazonaws.com/SimpleNotificationService-simulated.pem`,
    UnsubscribeURL: `https://sns.${sender.region}.amazonaws.com/?Action=Unsubscribe`,
  };
}
