import type { S3Client } from '@aws-sdk/client-s3';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { ConnectorContext, Delivery, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { MINUTE } from '../../../src/core/time.ts';
import type { QueueConfig } from '../config.ts';
import { asking } from '../failures.ts';
import { CLOUDTRAIL_FORMAT_ID } from '../records/cloudtrail-format.ts';
import type { Announced } from './queue-message.ts';
import { readAnnouncement } from './queue-message.ts';
import { placeOf, readObject } from './read-object.ts';
import { trailFile } from './trail-names.ts';

export interface SqsOptions {
  readonly queue: QueueConfig;
  readonly account: string;
  readonly sqs: () => SQSClient;
  readonly s3: () => S3Client;
  readonly log: ConnectorContext['log'];
}

const MOST_MESSAGES = 10;
/** Longer than it takes to read, decode and store ten files; then the messages come again. */
const HIDDEN_SECONDS = 900;
/** Any wait makes the answer complete; a long one would keep the other sources waiting. */
const WAIT_SECONDS = 1;

/** A trail's bucket, read by the notifications in a queue. The queue itself is the position. */
export function sqsSource(options: SqsOptions): Source {
  const name = options.queue.queueUrl.slice(options.queue.queueUrl.lastIndexOf('/') + 1);
  const id = `aws.cloudtrail-sqs/${options.account}/${name}`;
  return {
    id,
    title: `CloudTrail files announced in queue ${name}`,
    provider: 'aws',
    account: options.account,
    lag: 20 * MINUTE,
    retention: null,
    every: MINUTE,
    budget: { name: id, minInterval: 50 },
    blindSpots: [
      'a file whose notification was lost is not read: add the S3 source, which lists the bucket daily',
      'events that the trail does not select (often data events) are not in its files',
    ],
    poll: (_cursor, request) => poll(options, name, request),
  };
}

async function poll(options: SqsOptions, name: string, request: PollRequest): Promise<Page> {
  const answer = await asking(
    `receive from queue ${name} (sqs:ReceiveMessage)`,
    (sending) =>
      options.sqs().send(
        new ReceiveMessageCommand({
          QueueUrl: options.queue.queueUrl,
          MaxNumberOfMessages: MOST_MESSAGES,
          WaitTimeSeconds: WAIT_SECONDS,
          VisibilityTimeout: HIDDEN_SECONDS,
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
        sending,
      ),
    request.signal,
  );
  const messages = answer.Messages ?? [];
  const deliveries: Delivery[] = [];
  for (const message of messages) deliveries.push(...(await deliveriesOf(options, name, message, request)));
  return {
    deliveries,
    next: { v: 1 },
    more: messages.length > 0,
    observedThrough: messages.length === 0 ? request.now : oldestOf(messages, request.now),
  };
}

/** What one message leads to. It is deleted once all of that is committed, at once when that is nothing. */
async function deliveriesOf(
  options: SqsOptions,
  name: string,
  message: Message,
  request: PollRequest,
): Promise<readonly Delivery[]> {
  const announcement = readAnnouncement(message.Body ?? '');
  const found =
    announcement.kind === 'unknown'
      ? [strange(name, message)]
      : await readFiles(options, announcement.objects, request);
  if (found.length === 0) await forget(options, name, message, request.signal);
  let open = found.length;
  const confirm = async (): Promise<void> => {
    open -= 1;
    if (open === 0) await forget(options, name, message, request.signal);
  };
  return found.map((delivery) => ({ ...delivery, confirm }));
}

/** A message that announces nothing we know is kept as an unreadable record, so that it is seen. */
function strange(name: string, message: Message): Delivery {
  return {
    place: `sqs://${name}/${message.MessageId ?? 'unknown'}`,
    bytes: Buffer.from(message.Body ?? ''),
    format: CLOUDTRAIL_FORMAT_ID,
  };
}

async function readFiles(
  options: SqsOptions,
  objects: readonly Announced[],
  request: PollRequest,
): Promise<readonly Delivery[]> {
  const files = objects.filter(({ key }) => trailFile(key) !== null);
  const places = files.map(({ bucket, key }) => placeOf(bucket, key));
  const stored = places.length === 0 ? new Set<string>() : await request.isStored(places);
  const deliveries: Delivery[] = [];
  for (const { bucket, key } of files) {
    if (stored.has(placeOf(bucket, key))) continue;
    const delivery = await readObject(options.s3(), { bucket, key, format: CLOUDTRAIL_FORMAT_ID }, request.signal);
    if (delivery !== null) deliveries.push(delivery);
    else options.log('warn', 'an announced log file is gone', { bucket, key });
  }
  return deliveries;
}

async function forget(options: SqsOptions, name: string, message: Message, signal: AbortSignal): Promise<void> {
  if (message.ReceiptHandle === undefined) return;
  const command = new DeleteMessageCommand({ QueueUrl: options.queue.queueUrl, ReceiptHandle: message.ReceiptHandle });
  await asking(
    `delete a message from queue ${name} (sqs:DeleteMessage)`,
    (sending) => options.sqs().send(command, sending),
    signal,
  );
}

/** Until the queue is empty, nothing can be said about what is newer than its oldest message. */
function oldestOf(messages: readonly Message[], now: Millis): Millis {
  const sent = messages.map(({ Attributes }) => Number(Attributes?.SentTimestamp)).filter(Number.isFinite);
  return Math.min(now, ...sent);
}
