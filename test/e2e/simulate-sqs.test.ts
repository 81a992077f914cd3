import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NotificationShape } from '../../src/simulate/aws/sqs/notification.ts';
import { clientConfig, type Stage, startStage } from './simulate-support.ts';

const MINUTE = 60_000;

describe('simulated SQS, asked by the real client', () => {
  let stage: Stage;
  let sqs: SQSClient;
  let QueueUrl: string;

  beforeEach(async () => {
    stage = await startStage();
    stage.aws.cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    sqs = new SQSClient(clientConfig(stage.aws, stage.aws.cloud.createKey('ci')));
    const made = await sqs.send(new CreateQueueCommand({ QueueName: 'news', Attributes: { VisibilityTimeout: '60' } }));
    QueueUrl = made.QueueUrl ?? '';
  });

  afterEach(async () => {
    sqs.destroy();
    await stage.aws.close();
  });

  async function receive(): Promise<Message[]> {
    const input = { QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const] };
    const answer = await sqs.send(new ReceiveMessageCommand(input));
    return answer.Messages ?? [];
  }

  it('finds the queue by name and tells its attributes', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));

    const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'news' }));
    const attributes = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));

    expect(found.QueueUrl).toBe(`${stage.aws.url}/111122223333/news`);
    expect(attributes.Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:111122223333:news',
      ApproximateNumberOfMessages: '1',
      VisibilityTimeout: '60',
    });
  });

  it('hides a received message until its timeout and counts the receives', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    const first = await receive();
    expect(await receive()).toEqual([]);

    stage.clock.advance(MINUTE);

    const [again] = await receive();
    expect(first[0]?.Body).toBe('a');
    expect(first[0]?.Attributes?.['ApproximateReceiveCount']).toBe('1');
    expect(again?.Attributes?.['ApproximateReceiveCount']).toBe('2');
    expect(again?.ReceiptHandle).not.toBe(first[0]?.ReceiptHandle);
  });

  it('deletes by the latest receipt only', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    const [old] = await receive();
    stage.clock.advance(MINUTE);
    const [fresh] = await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: old?.ReceiptHandle }));
    stage.clock.advance(MINUTE);
    const [still] = await receive();

    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: still?.ReceiptHandle }));

    stage.clock.advance(MINUTE);
    expect(fresh?.MessageId).toBe(still?.MessageId);
    expect(await receive()).toEqual([]);
  });

  it('deletes many at once', async () => {
    for (const body of ['a', 'b', 'c']) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    const messages = await receive();
    const Entries = messages.map((message) => ({ Id: message.MessageId, ReceiptHandle: message.ReceiptHandle }));

    const answer = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));

    stage.clock.advance(MINUTE);
    expect(answer.Successful).toHaveLength(3);
    expect(await receive()).toEqual([]);
  });

  it('gives a message back at once when its timeout is set to zero', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    const [message] = await receive();

    const change = { QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 };
    await sqs.send(new ChangeMessageVisibilityCommand(change));

    expect(await receive()).toHaveLength(1);
  });

  it('names an unknown queue as SQS does', async () => {
    const attempt = sqs.send(new ReceiveMessageCommand({ QueueUrl: `${stage.aws.url}/111122223333/none` }));

    await expect(attempt).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  async function newsOf(shape: NotificationShape): Promise<string[]> {
    const { cloud } = stage.aws;
    cloud.createBucket({ name: 'trail-files' });
    const notification = { queue: 'arn:aws:sqs:us-east-1:111122223333:news', shape };
    cloud.createTrail({ name: 'main', bucket: 'trail-files', prefix: 'a b', notification });
    const key = cloud.user('ci').keys[0]?.id ?? '';
    cloud.call({ as: key, service: 'iam', action: 'ListUsers' });
    stage.clock.advance(6 * MINUTE);
    const messages = await receive();
    return messages.map((message) => message.Body ?? '');
  }

  function message(envelope: string | undefined): string {
    return (JSON.parse(envelope ?? '{}') as { Message: string }).Message;
  }

  it('carries news of trail files through a topic, after a plain-text greeting', async () => {
    const [greeting, news] = await newsOf('trail-topic');

    expect(message(greeting)).toBe('CloudTrail validation message.');
    expect(JSON.parse(message(news))).toEqual({
      s3Bucket: 'trail-files',
      s3ObjectKey: [expect.stringMatching(/^a b\/AWSLogs\/111122223333\/CloudTrail\/us-east-1\//)],
    });
  });

  it('carries them raw', async () => {
    const [greeting, news] = await newsOf('trail-topic-raw');

    expect(greeting).toBe('CloudTrail validation message.');
    expect(JSON.parse(news ?? '')).toMatchObject({ s3Bucket: 'trail-files' });
  });

  it('carries the notifications of the bucket, with encoded keys, after a test event', async () => {
    const [test, news] = await newsOf('s3');

    const parsed = JSON.parse(news ?? '') as { Records: { s3: { object: { key: string } } }[] };
    expect(JSON.parse(test ?? '')).toMatchObject({ Event: 's3:TestEvent', Bucket: 'trail-files' });
    expect(parsed.Records[0]?.s3.object.key).toMatch(/^a\+b\/AWSLogs\//);
  });

  it('carries those through a topic as well', async () => {
    const [test, news] = await newsOf('s3-topic');

    expect(JSON.parse(message(test))).toMatchObject({ Event: 's3:TestEvent' });
    expect(JSON.parse(message(news))).toMatchObject({ Records: [{ eventName: 'ObjectCreated:Put' }] });
  });
});
