import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { leakedKeyRecords } from '../support/story-records.ts';
import { watchCloud } from '../support/watched-cloud.ts';

const NOW = '2026-11-23T12:00:00Z';
const BUCKET = 'trail-files';

it('a bucket that is listed and announced in a queue as well is fetched once, object by object', async () => {
  let queue = '';
  const watched = await watchCloud({
    now: NOW,
    sources: `      lookup-events:\n        enabled: false\n      s3:\n        bucket: ${BUCKET}\n      sqs:\n        queue-url: QUEUE\n`,
    prepare: (cloud) => {
      cloud.createBucket({ name: BUCKET });
      const made = cloud.createQueue({ name: 'announced' });
      queue = made.url;
      cloud.createTrail({ name: 'main', bucket: BUCKET, notification: { queue: made.arn, shape: 'trail-topic' } });
      cloud.loadRecords(leakedKeyRecords().slice(-300));
    },
  });
  const file = join(watched.folder, 'keywatch.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('QUEUE', queue));
  const daemon = await watched.open();
  try {
    await daemon.app.pollAll();

    const { world } = watched.aws.cloud;
    const logs = [...(world.buckets.get(BUCKET)?.objects.keys() ?? [])].filter((key) => key.includes('/CloudTrail/'));
    const fetched = watched.aws.cloud.journal.records('GetObject').length;
    expect(logs.length).toBeGreaterThan(3);
    expect(fetched).toBe(logs.length);
    expect(world.accounts.get(watched.aws.account)?.queues.get('announced')?.messages).toEqual([]);
  } finally {
    await daemon.close();
    await watched.close();
  }
}, 60_000);
