import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../src/collect/decode.ts';
import type { Source } from '../../src/core/connector.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { storeObject } from '../../src/simulate/aws/s3/bucket.ts';
import { askPage, commitPage, emptyLedger, type Ledger, type Reading, readOn } from '../contract/source-reader.ts';
import { AWS_FORMATS, type AwsReadWorld, anAwsReadWorld } from '../support/aws-read-world.ts';

const BUCKET = 'acme-trail';
const OFF = { 'lookup-events': { enabled: false }, 'guard-duty': false, health: false };

let world: AwsReadWorld;
let ledger: Ledger;
let reading: Reading;

beforeEach(async () => {
  world = await anAwsReadWorld();
  world.aws.cloud.createBucket({ name: BUCKET });
  ledger = emptyLedger();
  reading = { formats: AWS_FORMATS, now: () => world.clock.now(), backfill: DAY, signal: new AbortController().signal };
});
afterEach(() => world.close());

async function bucketSource(change: Readonly<Record<string, unknown>> = {}): Promise<Source> {
  const reader = await world.open({ sources: { ...OFF, s3: { bucket: BUCKET, ...change } } });
  const source = reader.sources.find(({ id }) => id === `aws.cloudtrail-s3/${BUCKET}`);
  if (source === undefined) throw new Error('no source');
  return source;
}

/** Puts a log file into the bucket as if a trail had written it. */
function file(prefix: string, account: string, region: string, at: number, tail: string, bytes?: Buffer): string {
  const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
  const stamp = new Date(at).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  const key = `${prefix}AWSLogs/${account}/CloudTrail/${region}/${day}/${account.slice(-12)}_CloudTrail_${region}_${stamp}Z_${tail}.json.gz`;
  put(
    key,
    bytes ??
      gzipSync(
        JSON.stringify({
          Records: [
            {
              eventVersion: '1.11',
              eventSource: 'sts.amazonaws.com',
              eventName: 'GetCallerIdentity',
              eventTime: new Date(at).toISOString(),
              eventID: `${tail}-${region}-${account}-${String(at)}`,
              userIdentity: {},
            },
          ],
        }),
      ),
  );
  return key;
}

function put(key: string, bytes: Buffer): void {
  const bucket = world.aws.cloud.world.buckets.get(BUCKET);
  if (bucket === undefined) throw new Error('no bucket');
  storeObject(bucket, { key, bytes, modified: world.clock.now() });
}

const places = (): readonly string[] => [...ledger.places];

describe('reading a trail from its bucket', () => {
  it('finds the files of all accounts and regions of an organisation', async () => {
    const at = world.clock.now() - HOUR;
    const keys = [
      file('', 'o-a1b2c3d4e5/111122223333', 'us-east-1', at, 'a'),
      file('', 'o-a1b2c3d4e5/444455556666', 'eu-central-1', at, 'b'),
      file('', '111122223333', 'us-west-2', at, 'c'),
    ];
    const source = await bucketSource();
    await readOn(() => source, ledger, reading);
    expect(places().toSorted()).toEqual(keys.map((key) => `s3://${BUCKET}/${key}`).toSorted());
  });

  it('reads one organisation alone when told so, below a prefix', async () => {
    const at = world.clock.now() - HOUR;
    const wanted = file('logs/', 'o-a1b2c3d4e5/111122223333', 'us-east-1', at, 'a');
    file('logs/', 'o-zzzzzzzzzz/111122223333', 'us-east-1', at, 'b');
    file('', '111122223333', 'us-east-1', at, 'c');
    const source = await bucketSource({ prefix: 'logs', organization: 'o-a1b2c3d4e5' });
    await readOn(() => source, ledger, reading);
    // Folders of single accounts stand beside those of organisations and belong to other trails.
    expect(places()).toEqual([`s3://${BUCKET}/${wanted}`]);
  });

  it('finds a region that was never used before', async () => {
    file('', '111122223333', 'us-east-1', world.clock.now() - HOUR, 'a');
    const source = await bucketSource();
    await readOn(() => source, ledger, reading);
    world.clock.set(world.clock.now() + 35 * MINUTE);
    const late = file('', '111122223333', 'ap-southeast-3', world.clock.now() - 5 * MINUTE, 'b');
    await readOn(() => source, ledger, reading);
    expect(places()).toContain(`s3://${BUCKET}/${late}`);
  });

  it('reads a file that comes late under an older stamp, and no file twice', async () => {
    const now = world.clock.now();
    file('', '111122223333', 'us-east-1', now - 5 * MINUTE, 'a');
    const source = await bucketSource();
    await readOn(() => source, ledger, reading);
    const late = file('', '111122223333', 'us-east-1', now - 90 * MINUTE, 'z');
    world.clock.set(now + 5 * MINUTE);
    const page = await askPage(source, ledger, reading);
    expect(page.deliveries.map(({ place }) => place)).toEqual([`s3://${BUCKET}/${late}`]);
  });

  it('finds a file that came a day late', async () => {
    const now = world.clock.now();
    file('', '111122223333', 'us-east-1', now - 5 * MINUTE, 'a');
    const source = await bucketSource();
    await readOn(() => source, ledger, reading);
    const late = file('', '111122223333', 'us-east-1', now - 3 * HOUR, 'z');
    world.clock.set(now + 10 * MINUTE);
    await readOn(() => source, ledger, reading);
    expect(places()).not.toContain(`s3://${BUCKET}/${late}`);
    world.clock.set(now + DAY + MINUTE);
    await readOn(() => source, ledger, reading);
    expect(places()).toContain(`s3://${BUCKET}/${late}`);
  });

  it('reads a day of more files than one listing holds, in order, a few at a time', async () => {
    const start = world.clock.now() - 11 * HOUR;
    for (let at = 0; at < 1100; at += 1)
      file('', '111122223333', 'us-east-1', start + at * 30_000, `f${String(at).padStart(4, '0')}`);
    const source = await bucketSource();
    const pages = await readOn(() => source, ledger, reading, 200);
    expect(places()).toHaveLength(1100);
    expect(places().toSorted()).toEqual(places());
    expect(pages).toBeGreaterThan(30);
  }, 60_000);

  it('ignores digests, insights and set-up markers that share the bucket', async () => {
    put('AWSLogs/111122223333/CloudTrail/us-east-1/', Buffer.alloc(0));
    const day = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/23';
    put(`${day}/readme.txt`, Buffer.from('x'));
    put('AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/23/x.json.gz', Buffer.from('x'));
    put('AWSLogs/111122223333/Config/us-east-1/2026/11/23/x.json.gz', Buffer.from('x'));
    const source = await bucketSource();
    await readOn(() => source, ledger, reading);
    expect(places()).toEqual([]);
  });

  it('hands files over as they lie there, still packed', async () => {
    file('', '111122223333', 'us-east-1', world.clock.now() - HOUR, 'a');
    const source = await bucketSource();
    const deliveries: Uint8Array[] = [];
    for (let more = true; more; ) {
      const page = await askPage(source, ledger, reading);
      deliveries.push(...page.deliveries.map(({ bytes }) => bytes));
      await commitPage(page, source, ledger, reading);
      more = page.more;
    }
    expect(deliveries.map((bytes) => gunzipSync(bytes).toString())).toEqual([expect.stringContaining('"Records"')]);
  });

  it('keeps a file that is too large as one that nobody could read', async () => {
    file('', '111122223333', 'us-east-1', world.clock.now() - HOUR, 'a', Buffer.alloc(65 * 1024 * 1024));
    const source = await bucketSource();
    for (let more = true; more; ) {
      const page = await askPage(source, ledger, reading);
      for (const { place, bytes, format } of page.deliveries) {
        const batch = decode(
          { source: source.id, place, bytes, format },
          { formats: AWS_FORMATS, match: () => [], keepRaw: false },
        );
        expect(batch.unparsed).toMatchObject([{ excerpt: expect.stringContaining('too large for a log file') }]);
      }
      await commitPage(page, source, ledger, reading);
      more = page.more;
    }
    expect(ledger.places.size).toBe(1);
  }, 30_000);

  it('stops with the permission that is missing', async () => {
    file('', '111122223333', 'us-east-1', world.clock.now() - HOUR, 'a');
    world.aws.cloud.faults.deny('s3:GetObject');
    const source = await bucketSource();
    await expect(readOn(() => source, ledger, reading)).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('(s3:GetObject)'),
    });
    world.aws.cloud.faults.clear();
    await readOn(() => source, ledger, reading);
    expect(places()).toHaveLength(1);
  });

  it('starts from the beginning once a trail delivers for the first time', async () => {
    const source = await bucketSource();
    await readOn(() => source, ledger, reading);
    const before = world.clock.now();
    const old = file('', '111122223333', 'us-east-1', before - 20 * HOUR, 'a');
    world.clock.set(before + 5 * MINUTE);
    await readOn(() => source, ledger, reading);
    expect(places()).toEqual([`s3://${BUCKET}/${old}`]);
  });
});

describe('reading a trail from a queue', () => {
  async function queueSource(): Promise<{
    readonly source: Source;
    readonly send: (body: string) => void;
    readonly waiting: () => number;
  }> {
    const { cloud } = world.aws;
    const queue = cloud.createQueue({ name: 'trail-files' });
    const reader = await world.open({ sources: { ...OFF, sqs: { 'queue-url': queue.url } } });
    const source = reader.sources.find(({ id }) => id.startsWith('aws.cloudtrail-sqs/'));
    if (source === undefined) throw new Error('no source');
    const send = (MessageBody: string): void => {
      cloud.call({
        as: world.key,
        service: 'sqs',
        action: 'SendMessage',
        params: { QueueUrl: queue.url, MessageBody },
      });
    };
    return { source, send, waiting: () => queue.messages.length };
  }

  it('deletes a message only when all its files are stored', async () => {
    const { source, send, waiting } = await queueSource();
    const at = world.clock.now() - HOUR;
    const keys = [file('', '111122223333', 'us-east-1', at, 'a'), file('', '111122223333', 'us-east-1', at, 'b')];
    send(JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: keys }));
    const page = await askPage(source, ledger, reading);
    expect(page.deliveries).toHaveLength(2);
    await page.deliveries[0]?.confirm?.();
    expect(waiting()).toBe(1);
    await page.deliveries[1]?.confirm?.();
    expect(waiting()).toBe(0);
  });

  it('deletes at once what announces nothing', async () => {
    const { source, send, waiting } = await queueSource();
    send('CloudTrail validation message.');
    send(JSON.stringify({ Event: 's3:TestEvent' }));
    send(JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: ['AWSLogs/1/CloudTrail-Digest/x.json.gz'] }));
    const page = await askPage(source, ledger, reading);
    expect([page.deliveries, waiting()]).toEqual([[], 0]);
  });

  it('keeps a message that it does not understand as an unreadable record, then deletes it', async () => {
    const { source, send, waiting } = await queueSource();
    send('this is not json at all {{{');
    const page = await askPage(source, ledger, reading);
    expect(page.deliveries.map(({ place }) => place)).toEqual([expect.stringMatching(/^sqs:\/\/trail-files\//)]);
    expect(waiting()).toBe(1);
    await commitPage(page, source, ledger, reading);
    expect(waiting()).toBe(0);
  });

  it('does not read again what it has stored', async () => {
    const { source, send, waiting } = await queueSource();
    const key = file('', '111122223333', 'us-east-1', world.clock.now() - HOUR, 'a');
    for (let times = 0; times < 2; times += 1) {
      send(JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: [key] }));
      await commitPage(await askPage(source, ledger, reading), source, ledger, reading);
    }
    expect([ledger.seen.length, waiting()]).toEqual([1, 0]);
  });

  it('goes on when an announced file is gone', async () => {
    const { source, send, waiting } = await queueSource();
    const key = `AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/23/111122223333_CloudTrail_us-east-1_20261123T1100Z_gone.json.gz`;
    send(JSON.stringify({ s3Bucket: BUCKET, s3ObjectKey: [key] }));
    const page = await askPage(source, ledger, reading);
    expect([page.deliveries, waiting()]).toEqual([[], 0]);
    expect(world.logged.join('\n')).toContain('an announced log file is gone');
  });
});
