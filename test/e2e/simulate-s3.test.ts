import { createHash, createPublicKey, verify } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestKeyOf } from '../../src/simulate/aws/cloudtrail/digest-key.ts';
import { DATA_SELECTOR } from '../../src/simulate/aws/cloudtrail/trail.ts';
import type { AccessKey } from '../../src/simulate/aws/model.ts';
import { deleteLogFile, dropRecords } from '../../src/simulate/aws/s3/tamper.ts';
import type { SimulatedAwsOptions } from '../../src/simulate/aws/server.ts';
import { clientConfig, type Stage, startStage } from './simulate-support.ts';

const MINUTE = 60_000;
const BUCKET = 'trail-files';

let stage: Stage;
let key: AccessKey;
let s3: S3Client;

async function open(options: Partial<SimulatedAwsOptions> = {}): Promise<void> {
  stage = await startStage(options);
  stage.aws.cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
  key = stage.aws.cloud.createKey('ci');
  s3 = new S3Client({ ...clientConfig(stage.aws, key), forcePathStyle: true });
  stage.aws.cloud.createBucket({ name: BUCKET });
}

afterEach(async () => {
  s3.destroy();
  await stage.aws.close();
});

function play(
  count: number,
  service: string = 'iam',
  action: string = 'ListUsers',
  region: string = 'us-east-1',
): void {
  for (let index = 0; index < count; index++) {
    stage.aws.cloud.call({ as: key, service, action, region });
    stage.clock.advance(1_000);
  }
}

async function keys(input: Partial<ListObjectsV2CommandInput> = {}): Promise<string[]> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ...input }));
  return (page.Contents ?? []).map((object) => object.Key ?? '');
}

async function bytesOf(name: string): Promise<Buffer> {
  const answer = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: name }));
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
}

async function records(name: string): Promise<Record<string, unknown>[]> {
  const file = JSON.parse(gunzipSync(await bytesOf(name)).toString()) as { Records: Record<string, unknown>[] };
  return file.Records;
}

describe('simulated S3, asked by the real client', () => {
  beforeEach(() => open());

  it.each(['plain', 'with space+plus', 'ünïcode/(1)!', "a'b*c"])('keeps an object under the key %j', async (name) => {
    const put = {
      Bucket: BUCKET,
      Key: name,
      Body: 'content',
      Metadata: { signature: 'abc' },
      ContentType: 'text/plain',
    };
    await s3.send(new PutObjectCommand(put));

    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: name }));

    expect((await bytesOf(name)).toString()).toBe('content');
    expect(head).toMatchObject({ ContentLength: 7, ContentType: 'text/plain', Metadata: { signature: 'abc' } });
    expect(head.LastModified?.toISOString()).toBe('2026-11-23T12:00:00.000Z');
    expect(await keys()).toEqual([name]);
  });

  it('lists a thousand keys a page, from a prefix and after a key', async () => {
    const bucket = stage.aws.cloud.world.buckets.get(BUCKET);
    for (let index = 0; index < 1_005; index++) {
      const name = `logs/${String(index).padStart(4, '0')}`;
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: name, Body: 'x' }));
    }
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'other', Body: 'x' }));

    const first = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'logs/' }));
    const more = { Bucket: BUCKET, Prefix: 'logs/', ContinuationToken: first.NextContinuationToken };
    const second = await s3.send(new ListObjectsV2Command(more));

    expect(bucket?.objects.size).toBe(1_006);
    expect(first.KeyCount).toBe(1_000);
    expect(first.IsTruncated).toBe(true);
    expect(second.Contents?.map((object) => object.Key)).toEqual([
      'logs/1000',
      'logs/1001',
      'logs/1002',
      'logs/1003',
      'logs/1004',
    ]);
    expect(await keys({ Prefix: 'logs/', StartAfter: 'logs/1003' })).toEqual(['logs/1004']);
    expect(await keys({ MaxKeys: 2 })).toEqual(['logs/0000', 'logs/0001']);
  });

  it('folds keys at the delimiter', async () => {
    for (const name of ['AWSLogs/1/a', 'AWSLogs/1/b', 'AWSLogs/2/a', 'AWSLogs/x']) {
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: name, Body: 'x' }));
    }

    const page = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'AWSLogs/', Delimiter: '/' }));

    expect(page.CommonPrefixes?.map((one) => one.Prefix)).toEqual(['AWSLogs/1/', 'AWSLogs/2/']);
    expect(page.Contents?.map((object) => object.Key)).toEqual(['AWSLogs/x']);
  });

  it('says what is missing', async () => {
    const noKey = (): Promise<unknown> => s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'none' }));
    const noHead = (): Promise<unknown> => s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'none' }));
    const noBucket = (): Promise<unknown> => s3.send(new ListObjectsV2Command({ Bucket: 'nowhere' }));

    await expect(noKey()).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
    await expect(noHead()).rejects.toMatchObject({ name: 'NotFound' });
    await expect(noBucket()).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('lets another account in only when the bucket is shared with it', async () => {
    stage.aws.cloud.createUser({ name: 'hub', account: '444455556666', allow: ['s3:*'] });
    const stranger = stage.aws.cloud.createKey('hub', '444455556666');
    const theirs = new S3Client({ ...clientConfig(stage.aws, stranger), forcePathStyle: true });
    const list = (): Promise<unknown> => theirs.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' });

    stage.aws.cloud.world.buckets.get(BUCKET)?.sharedWith.add('444455556666');

    await expect(list()).resolves.toBeDefined();
  });
});

describe('trail files in the simulated bucket', () => {
  it('lie under the documented keys, one for each region and five minutes', async () => {
    await open();
    stage.aws.cloud.createTrail({ name: 'main', bucket: BUCKET, prefix: 'audit' });
    play(3);
    play(2, 'sts', 'GetCallerIdentity', 'eu-central-1');
    stage.clock.advance(5 * MINUTE);

    const names = await keys();

    const tail = '[A-Za-z0-9]{16}\\.json\\.gz$';
    const stamp = (region: string): RegExp =>
      new RegExp(
        `^audit/AWSLogs/111122223333/CloudTrail/${region}/2026/11/23/111122223333_CloudTrail_${region}_20261123T1205Z_${tail}`,
      );
    expect(names).toHaveLength(2);
    expect(names[0]).toMatch(stamp('eu-central-1'));
    expect(names[1]).toMatch(stamp('us-east-1'));
    expect((await records(names[0] ?? '')).map((record) => record['eventName'])).toEqual([
      'GetCallerIdentity',
      'GetCallerIdentity',
    ]);
  });

  it('have the organisation in their keys and all its accounts inside', async () => {
    await open();
    stage.aws.cloud.createTrail({ name: 'org', bucket: BUCKET, organization: 'o-exampleorgid' });
    stage.aws.cloud.createUser({ name: 'dev', account: '444455556666' });
    const member = stage.aws.cloud.createKey('dev', '444455556666');
    stage.aws.cloud.call({ as: member, service: 'sts', action: 'GetCallerIdentity' });
    play(1);
    stage.clock.advance(5 * MINUTE);

    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'AWSLogs/o-exampleorgid/', Delimiter: '/' }),
    );

    expect(page.CommonPrefixes?.map((one) => one.Prefix)).toEqual([
      'AWSLogs/o-exampleorgid/111122223333/',
      'AWSLogs/o-exampleorgid/444455556666/',
    ]);
  });

  it('hold data events only when those are selected', async () => {
    await open();
    stage.aws.cloud.createTrail({ name: 'main', bucket: BUCKET });
    stage.aws.cloud.createBucket({ name: 'data-trail' });
    stage.aws.cloud.createTrail({ name: 'data', bucket: 'data-trail', selectors: [DATA_SELECTOR] });
    play(1, 's3', 'GetObject');
    stage.clock.advance(5 * MINUTE);

    await keys();

    expect(stage.aws.cloud.world.buckets.get(BUCKET)?.objects.size).toBe(0);
    expect(stage.aws.cloud.world.buckets.get('data-trail')?.objects.size).toBe(1);
  });

  it('end with the call that stopped the trail', async () => {
    await open();
    stage.aws.cloud.createTrail({ name: 'main', bucket: BUCKET });
    play(1);
    stage.aws.cloud.call({ as: key, service: 'cloudtrail', action: 'StopLogging', params: { Name: 'main' } });
    stage.clock.advance(1_000);
    play(1);
    stage.clock.advance(10 * MINUTE);

    const [name = ''] = await keys();

    expect((await records(name)).map((record) => record['eventName'])).toEqual(['ListUsers', 'StopLogging']);
  });

  it('come late, twice and out of order when the weather is real', async () => {
    await open({ timing: 'real', settings: { delivery: { lateFileShare: 0.3, duplicateShare: 0.2 } } });
    stage.aws.cloud.createTrail({ name: 'main', bucket: BUCKET });
    const calls = 3_600;
    play(calls);
    const early = new Set(await keys());
    stage.clock.advance(60 * MINUTE);

    const names = await keys();

    const all = (await Promise.all(names.map(records))).flat();
    const ids = all.map((record) => String(record['eventID']));
    const own = all.filter((record) => record['eventName'] === 'ListUsers');
    const lateAndOlder = names.filter(
      (name) => !early.has(name) && [...early].some((seen) => seen > name && seen.includes('us-east-1')),
    );
    expect(new Set(own.map((record) => record['eventID'])).size).toBe(calls);
    expect(ids.length - new Set(ids).size).toBeGreaterThan(calls * 0.15);
    expect(lateAndOlder.length).toBeGreaterThan(0);
    const times = (await records(names.find((name) => name.includes('us-east-1')) ?? '')).map((record) =>
      String(record['eventTime']),
    );
    expect(times).not.toEqual([...times].sort());
  });

  it('do not depend on how often somebody looks', async () => {
    const delivered = async (looks: number): Promise<readonly [string, string][]> => {
      await open({ timing: 'real', settings: { delivery: { lateFileShare: 0.3, duplicateShare: 0.2 } } });
      stage.aws.cloud.createTrail({ name: 'main', bucket: BUCKET });
      for (let step = 0; step < 12; step++) {
        play(30);
        stage.clock.advance(4 * MINUTE);
        if (step % looks === 0) stage.aws.cloud.settle();
      }
      stage.aws.cloud.settle();
      const objects = stage.aws.cloud.world.buckets.get(BUCKET)?.objects.values() ?? [];
      return Array.from(objects, (one): [string, string] => [one.key, one.etag]).sort(([a], [b]) => (a < b ? -1 : 1));
    };
    const often = await delivered(1);
    await stage.aws.close();

    const seldom = await delivered(12);

    expect(seldom).toEqual(often);
  });
});

describe('digest files in the simulated bucket', () => {
  interface Digest {
    readonly digestEndTime: string;
    readonly digestS3Object: string;
    readonly previousDigestS3Object: string | null;
    readonly previousDigestHashValue: string | null;
    readonly previousDigestSignature: string | null;
    readonly logFiles: readonly { readonly s3Object: string; readonly hashValue: string }[];
  }

  beforeEach(async () => {
    await open();
    stage.aws.cloud.configure({ regions: ['us-east-1'] });
    stage.aws.cloud.createTrail({ name: 'main', bucket: BUCKET, validation: true });
    play(3);
    stage.clock.advance(70 * MINUTE);
    play(3);
    stage.clock.advance(130 * MINUTE);
  });

  async function digests(): Promise<{ name: string; text: Buffer; digest: Digest; signature: string }[]> {
    const names = await keys({ Prefix: 'AWSLogs/111122223333/CloudTrail-Digest/' });
    return Promise.all(
      names.map(async (name) => {
        const text = gunzipSync(await bytesOf(name));
        const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: name }));
        return {
          name,
          text,
          digest: JSON.parse(text.toString()) as Digest,
          signature: head.Metadata?.['signature'] ?? '',
        };
      }),
    );
  }

  const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

  it('come hourly, half an hour after their hour, and chain', async () => {
    const [first, second, ...rest] = await digests();

    expect(first?.name).toMatch(
      /us-east-1\/2026\/11\/23\/111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20261123T130000Z\.json\.gz$/,
    );
    expect(first?.digest).toMatchObject({ previousDigestS3Object: null, previousDigestSignature: null });
    expect(second?.digest.previousDigestS3Object).toBe(first?.name);
    expect(second?.digest.previousDigestHashValue).toBe(sha256(first?.text ?? Buffer.alloc(0)));
    expect(second?.digest.previousDigestSignature).toBe(first?.signature);
    expect(first?.digest.logFiles).toHaveLength(1);
    expect(rest).toHaveLength(0);
  });

  it('are signed so that the published key verifies them', async () => {
    const { publicDer } = digestKeyOf(stage.aws.cloud.world, 'us-east-1');
    const publicKey = createPublicKey({ key: publicDer, format: 'der', type: 'pkcs1' });

    for (const { name, text, digest, signature } of await digests()) {
      const previous = digest.previousDigestSignature ?? 'null';
      const signed = [digest.digestEndTime, `${BUCKET}/${name}`, sha256(text), previous].join('\n');
      expect(verify('RSA-SHA256', Buffer.from(signed), publicKey, Buffer.from(signature, 'hex'))).toBe(true);
    }
  });

  it('no longer fit a log file that was changed', async () => {
    const [first] = await digests();
    const log = first?.digest.logFiles[0];
    const name = log?.s3Object ?? '';
    expect(sha256(gunzipSync(await bytesOf(name)))).toBe(log?.hashValue);

    dropRecords(stage.aws.cloud.world, BUCKET, name, (record) => record['eventName'] === 'ListUsers');

    expect(sha256(gunzipSync(await bytesOf(name)))).not.toBe(log?.hashValue);
    expect(await records(name)).toHaveLength(0);
    deleteLogFile(stage.aws.cloud.world, BUCKET, name);
    await expect(bytesOf(name)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('are missing for hours in which the trail did not log', async () => {
    stage.aws.cloud.call({ as: key, service: 'cloudtrail', action: 'StopLogging', params: { Name: 'main' } });
    const before = (await digests()).length;
    stage.clock.advance(10 * 60 * MINUTE);

    expect((await digests()).length).toBe(before + 2);
  });
});
