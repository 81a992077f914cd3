import type { TrailNotification } from '../cloudtrail/trail.ts';
import type { World } from '../world.ts';
import { type News, notificationBody } from './notification.ts';
import { enqueue } from './queue.ts';

/** Puts the news into the queue, to be received from the moment the file is there. Unknown queues lose it. */
export function sendNotification(world: World, { queue: arn, shape }: TrailNotification, news: News): void {
  const [, , , region = '', account = '', name = ''] = arn.split(':');
  const queue = world.accounts.get(account)?.queues.get(name);
  if (queue === undefined) return;
  const at = news.kind === 'file' ? news.at : world.clock.now();
  const body = notificationBody(shape, news, { account, region, now: at, messageId: world.weather.uuid() });
  enqueue(world, queue, body, at);
}
