import { createHash } from 'node:crypto';
import type { World } from '../world.ts';

export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  /** When it may be received next: the visibility timeout moves it. */
  visibleAt: number;
  receipt: string | undefined;
  receives: number;
  firstReceivedAt: number | undefined;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** In ms. */
  readonly visibilityTimeout: number;
  messages: QueuedMessage[];
}

export interface NewQueue {
  readonly name: string;
  readonly region?: string;
  /** In seconds; 30 when absent. */
  readonly visibilityTimeout?: number;
}

export function createQueue(world: World, account: string, source: NewQueue): Queue {
  const region = source.region ?? 'us-east-1';
  const queue: Queue = {
    name: source.name,
    arn: `arn:aws:sqs:${region}:${account}:${source.name}`,
    account,
    region,
    visibilityTimeout: (source.visibilityTimeout ?? 30) * 1_000,
    messages: [],
  };
  world.accounts.get(account)?.queues.set(queue.name, queue);
  return queue;
}

export function queueUrl(world: World, queue: Queue): string {
  return `${world.url}/${queue.account}/${queue.name}`;
}

export function enqueue(
  world: World,
  queue: Queue,
  body: string,
  visibleAt: number = world.clock.now(),
): QueuedMessage {
  const message: QueuedMessage = {
    id: world.random.uuid(),
    body,
    sentAt: visibleAt,
    visibleAt,
    receipt: undefined,
    receives: 0,
    firstReceivedAt: undefined,
  };
  queue.messages.push(message);
  return message;
}

/** The SDK compares it with the body. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
