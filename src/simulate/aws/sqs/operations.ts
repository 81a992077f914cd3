import { isObject, type JsonObject, listAt, numberAt, textAt, textsAt } from '../../json.ts';
import { AwsFault } from '../fault.ts';
import type { Operation, Operations, Outcome, Scene } from '../operation.ts';
import { createQueue, enqueue, md5, type Queue, type QueuedMessage, queueUrl } from './queue.ts';

function queueNamed(name: string, scene: Scene): Queue {
  const queue = scene.account.queues.get(name);
  if (queue === undefined || queue.region !== scene.region) {
    throw new AwsFault('QueueDoesNotExist', 'The specified queue does not exist.');
  }
  return queue;
}

function queueIn(params: JsonObject, scene: Scene): Queue {
  const url = textAt(params, 'QueueUrl') ?? '';
  return queueNamed(url.slice(url.lastIndexOf('/') + 1), scene);
}

function target(params: JsonObject, scene: Scene): { resource: string } {
  const name = textAt(params, 'QueueName') ?? textAt(params, 'QueueUrl')?.split('/').at(-1) ?? '';
  return { resource: `arn:aws:sqs:${scene.region}:${scene.account.id}:${name}` };
}

function create(params: JsonObject, scene: Scene): Outcome {
  const name = textAt(params, 'QueueName') ?? '';
  const attributes = params['Attributes'];
  const timeout = isObject(attributes) ? numberAt(attributes, 'VisibilityTimeout') : undefined;
  const known = scene.account.queues.get(name);
  const source = { name, region: scene.region, ...(timeout === undefined ? {} : { visibilityTimeout: timeout }) };
  const queue = known ?? createQueue(scene.world, scene.account.id, source);
  return { body: { QueueUrl: queueUrl(scene.world, queue) } };
}

function attributes(params: JsonObject, scene: Scene): Outcome {
  const queue = queueIn(params, scene);
  const sent = queue.messages.filter((message) => message.sentAt <= scene.now);
  const waiting = sent.filter((message) => message.visibleAt <= scene.now).length;
  const all: JsonObject = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(waiting),
    ApproximateNumberOfMessagesNotVisible: String(sent.length - waiting),
    VisibilityTimeout: String(queue.visibilityTimeout / 1_000),
  };
  const wanted = textsAt(params, 'AttributeNames');
  const kept = Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name));
  return { body: { Attributes: Object.fromEntries(kept) } };
}

/** At most ten. An empty queue answers at once: nobody waits on a clock that others move. */
function receive(params: JsonObject, scene: Scene): Outcome {
  const queue = queueIn(params, scene);
  const timeout = numberAt(params, 'VisibilityTimeout');
  const hidden = timeout === undefined ? queue.visibilityTimeout : timeout * 1_000;
  const due = queue.messages.filter((message) => message.visibleAt <= scene.now);
  const taken = due.slice(0, numberAt(params, 'MaxNumberOfMessages') ?? 1);
  for (const message of taken) {
    message.visibleAt = scene.now + hidden;
    message.receipt = scene.world.random.uuid();
    message.receives += 1;
    message.firstReceivedAt ??= scene.now;
  }
  return { body: taken.length === 0 ? {} : { Messages: taken.map(messageView) } };
}

function messageView(message: QueuedMessage): JsonObject {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    Attributes: {
      SentTimestamp: String(message.sentAt),
      ApproximateReceiveCount: String(message.receives),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    },
  };
}

/** Deleting with an older receipt succeeds and deletes nothing once the message was received again. */
function removeByReceipt(queue: Queue, receipt: string | undefined): void {
  queue.messages = queue.messages.filter((message) => message.receipt === undefined || message.receipt !== receipt);
}

function removeBatch(params: JsonObject, scene: Scene): Outcome {
  const queue = queueIn(params, scene);
  const entries = listAt(params, 'Entries').filter(isObject);
  for (const entry of entries) removeByReceipt(queue, textAt(entry, 'ReceiptHandle'));
  return { body: { Successful: entries.map((entry) => ({ Id: entry['Id'] })), Failed: [] } };
}

function changeVisibility(params: JsonObject, scene: Scene): Outcome {
  const receipt = textAt(params, 'ReceiptHandle');
  const message = queueIn(params, scene).messages.find((one) => one.receipt !== undefined && one.receipt === receipt);
  if (message === undefined || message.visibleAt <= scene.now) {
    throw new AwsFault('MessageNotInflight', 'The specified message is not in flight.');
  }
  message.visibleAt = scene.now + (numberAt(params, 'VisibilityTimeout') ?? 0) * 1_000;
  return { body: {} };
}

/** Message calls are data events. */
function messageCall(run: Operation['run'], permission?: string): Operation {
  return { readOnly: false, data: true, target, run, ...(permission === undefined ? {} : { permission }) };
}

/** SQS over its JSON protocol. */
export const sqsOperations: Operations = {
  CreateQueue: { readOnly: false, target, run: create },
  GetQueueUrl: {
    readOnly: true,
    target,
    run: (params, scene) => {
      return { body: { QueueUrl: queueUrl(scene.world, queueNamed(textAt(params, 'QueueName') ?? '', scene)) } };
    },
  },
  GetQueueAttributes: { readOnly: true, target, run: attributes },
  SendMessage: messageCall((params, scene) => {
    const message = enqueue(scene.world, queueIn(params, scene), textAt(params, 'MessageBody') ?? '');
    return { body: { MessageId: message.id, MD5OfMessageBody: md5(message.body) } };
  }),
  ReceiveMessage: messageCall(receive),
  DeleteMessage: messageCall((params, scene) => {
    removeByReceipt(queueIn(params, scene), textAt(params, 'ReceiptHandle'));
    return { body: {} };
  }),
  DeleteMessageBatch: messageCall(removeBatch, 'DeleteMessage'),
  ChangeMessageVisibility: messageCall(changeVisibility),
};
