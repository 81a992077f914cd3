import { GITHUB } from '../../connectors/github/index.ts';
import type { Source } from '../../src/core/connector.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';
import type { Fault, FaultMatch } from '../../src/simulate/aws/faults.ts';
import type { NotificationShape } from '../../src/simulate/aws/sqs/notification.ts';
import { AWS_FORMATS, type AwsReadWorld, anAwsReadWorld } from '../support/aws-read-world.ts';
import { storeStreamFile } from '../support/stream-files.ts';
import { type SourceFault, type SourceWorld, sourceContract } from './source.contract.ts';

const FAULTS: Readonly<Record<SourceFault, Fault>> = {
  throttled: { kind: 'throttle' },
  'server error': { kind: 'error', status: 503 },
  reset: { kind: 'reset-before' },
  truncated: { kind: 'truncated' },
  'web page instead of an answer': { kind: 'html', status: 200 },
};

/** The read world as the contract wants it. */
async function sourceWorld(
  world: AwsReadWorld,
  sources: Readonly<Record<string, unknown>>,
  prefix: string,
  requests: FaultMatch,
): Promise<SourceWorld> {
  const { aws, clock, key, hub } = world;
  const reader = await world.open({ sources });
  const find = (): Source => {
    const found = reader.sources.find(({ id }) => id.startsWith(prefix));
    if (found === undefined) throw new Error(`no source ${prefix}`);
    return found;
  };
  const own = (): readonly string[] => {
    return aws.cloud.journal
      .all()
      .filter(({ record }) => JSON.stringify(record['userIdentity']).includes(key.id))
      .map(({ record }) => String(record['eventID']));
  };
  return {
    reading: { formats: AWS_FORMATS, now: () => clock.now(), backfill: DAY, signal: new AbortController().signal },
    source: find,
    happen(times) {
      const before = own().length;
      for (let at = 0; at < times; at += 1) aws.cloud.call({ as: key, service: 'sts', action: 'GetCallerIdentity' });
      return own().slice(before);
    },
    advance: (ms) => clock.set(clock.now() + ms),
    settle: () => clock.set(clock.now() + 40 * MINUTE),
    fail: (fault) => aws.cloud.faults.next(requests, FAULTS[fault]),
    hang: () => aws.cloud.faults.next({}, { kind: 'hold', until: new Promise(() => undefined) }, 1000),
    secrets: [hub.secret, key.secret],
    close: () => world.close(),
  };
}

const OFF = { 'lookup-events': { enabled: false }, 'guard-duty': false, health: false };

sourceContract('CloudTrail event history', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: async () => {
    const world = await anAwsReadWorld();
    const sources = { ...OFF, 'lookup-events': {} };
    return sourceWorld(world, sources, 'aws.cloudtrail-lookup/', { service: 'cloudtrail', action: 'LookupEvents' });
  },
});

sourceContract('CloudTrail event history with late, double and throttled answers', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: async () => {
    const world = await anAwsReadWorld({
      timing: 'real',
      settings: { iamDelay: 0, newKeyDelay: 0, lookup: { throttle: false, lateShare: 0.3, duplicateShare: 0.3 } },
    });
    const sources = { ...OFF, 'lookup-events': {} };
    return sourceWorld(world, sources, 'aws.cloudtrail-lookup/', { service: 'cloudtrail', action: 'LookupEvents' });
  },
});

const BUCKET = 'acme-trail';

sourceContract('CloudTrail files in a bucket', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 20,
  makeWorld: async () => {
    const world = await anAwsReadWorld({
      timing: 'real',
      settings: { iamDelay: 0, newKeyDelay: 0, delivery: { lateFileShare: 0.4, duplicateShare: 0.3 } },
    });
    world.aws.cloud.createBucket({ name: BUCKET });
    world.aws.cloud.createTrail({ name: 'trail', bucket: BUCKET });
    const sources = { ...OFF, s3: { bucket: BUCKET } };
    return sourceWorld(world, sources, 'aws.cloudtrail-s3/', { service: 's3' });
  },
});

/** Files as another provider's audit log stream writes them; every third one appears late, under its old name. */
sourceContract("another system's audit files in a bucket", {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: async () => {
    const world = await anAwsReadWorld();
    const bucket = world.aws.cloud.createBucket({ name: 'acme-stream' });
    const buckets = [
      { bucket: 'acme-stream', prefix: 'audit', folders: 'YYYY/MM/DD/HH/mm', 'records-of': 'github/acme' },
    ];
    const base = await sourceWorld(world, { ...OFF, buckets }, 'aws.bucket/acme-stream/audit', { service: 's3' });
    let count = 0;
    return {
      ...base,
      reading: { ...base.reading, formats: [...AWS_FORMATS, ...GITHUB.formats] },
      happen: (times) =>
        Array.from({ length: times }, () => {
          count += 1;
          const at = world.clock.now();
          world.clock.set(at + 1);
          const modified = count % 3 === 0 ? at + 35 * MINUTE : at;
          return storeStreamFile(bucket, { prefix: 'audit/', at, modified, number: count });
        }),
      settle: () => world.clock.set(world.clock.now() + 40 * MINUTE),
    };
  },
});

const SHAPES: readonly NotificationShape[] = ['trail-topic', 'trail-topic-raw', 's3', 's3-topic', 's3-topic-raw'];

for (const shape of SHAPES) {
  sourceContract(`CloudTrail files announced in a queue (${shape})`, {
    hasPosition: false,
    redelivery: 16 * MINUTE,
    manyEvents: 20,
    makeWorld: async () => {
      const world = await anAwsReadWorld();
      const { cloud } = world.aws;
      cloud.createBucket({ name: BUCKET });
      const queue = cloud.createQueue({ name: 'trail-files' });
      cloud.createTrail({ name: 'trail', bucket: BUCKET, notification: { queue: queue.arn, shape } });
      const sources = { ...OFF, sqs: { 'queue-url': queue.url } };
      return sourceWorld(world, sources, 'aws.cloudtrail-sqs/', { service: 'sqs', action: 'ReceiveMessage' });
    },
  });
}
