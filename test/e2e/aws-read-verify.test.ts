import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AWS_CONFIG } from '../../connectors/aws/config.ts';
import { AWS } from '../../connectors/aws/index.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import type { VerifyReport } from '../../src/core/verify.ts';
import { deleteLogFile, dropRecords } from '../../src/simulate/aws/s3/tamper.ts';
import { type AwsReadWorld, anAwsReadWorld, READ_START } from '../support/aws-read-world.ts';

const BUCKET = 'acme-trail';
let world: AwsReadWorld;

beforeEach(async () => {
  world = await anAwsReadWorld({ settings: { regions: ['us-east-1', 'eu-central-1'] } });
  const { cloud } = world.aws;
  cloud.createBucket({ name: BUCKET });
  cloud.createTrail({ name: 'audit', bucket: BUCKET, validation: true });
  for (let hour = 0; hour < 4; hour += 1) {
    cloud.call({ as: world.key, service: 'sts', action: 'GetCallerIdentity' });
    pass(HOUR);
  }
  pass(HOUR);
});
afterEach(() => world.close());

function pass(ms: number): void {
  world.clock.set(world.clock.now() + ms);
  world.aws.cloud.settle();
}

function verify(change: Readonly<Record<string, unknown>> = {}): Promise<VerifyReport> {
  const parsed = AWS_CONFIG.parse({ ...world.written, sources: { s3: { bucket: BUCKET } }, ...change });
  const range = { from: READ_START, to: READ_START + 4 * HOUR };
  if (AWS.verify === undefined) throw new Error('cannot verify');
  return AWS.verify(parsed, world.context, range);
}

const keys = (kind: string): readonly string[] => {
  const objects = world.aws.cloud.world.buckets.get(BUCKET)?.objects;
  return [...(objects?.keys() ?? [])].filter((key) => key.includes(`/${kind}/`)).toSorted();
};

describe('verifying a trail', () => {
  it('proves every hour of every region, also hours in which nothing was logged', async () => {
    const { trails, notVisible } = await verify();
    expect(trails).toHaveLength(2);
    for (const trail of trails) {
      expect(trail).toMatchObject({ digests: 4, from: READ_START, to: READ_START + 4 * HOUR, problems: [] });
    }
    expect(trails.map(({ logs }) => logs).toSorted((a, b) => a - b)).toEqual([0, 4]);
    expect(notVisible.join(' ')).toContain('never logged');
  });

  it('names a log file that an intruder removed', async () => {
    const [first = ''] = keys('CloudTrail');
    deleteLogFile(world.aws.cloud.world, BUCKET, first);
    const problems = (await verify()).trails.flatMap((trail) => trail.problems);
    expect(problems).toMatchObject([{ kind: 'missing-log', place: `s3://${BUCKET}/${first}` }]);
  });

  it('names a log file from which records were taken', async () => {
    const [first = ''] = keys('CloudTrail');
    dropRecords(world.aws.cloud.world, BUCKET, first, () => true);
    const problems = (await verify()).trails.flatMap((trail) => trail.problems);
    expect(problems).toMatchObject([{ kind: 'changed-log', place: `s3://${BUCKET}/${first}` }]);
  });

  it('names a digest that was removed', async () => {
    const digest = keys('CloudTrail-Digest').filter((key) => key.includes('us-east-1/'))[1] ?? '';
    deleteLogFile(world.aws.cloud.world, BUCKET, digest);
    const problems = (await verify()).trails.flatMap((trail) => trail.problems);
    expect(problems).toMatchObject([{ kind: 'missing-digest', place: `s3://${BUCKET}/${digest}` }]);
  });

  it('names a whole region whose digests are gone', async () => {
    for (const key of keys('CloudTrail-Digest').filter((one) => one.includes('/eu-central-1/'))) {
      deleteLogFile(world.aws.cloud.world, BUCKET, key);
    }
    pass(2 * HOUR);
    const trails = (await verify()).trails.filter(({ region }) => region === 'eu-central-1');
    expect(trails).toMatchObject([
      { digests: 0, problems: [{ kind: 'gap', from: READ_START, to: READ_START + 4 * HOUR }] },
    ]);
  });

  it('names the hours in which logging was stopped', async () => {
    const call = (action: string): void => {
      world.aws.cloud.call({ as: world.key, service: 'cloudtrail', action, params: { Name: 'audit' } });
    };
    call('StopLogging');
    pass(3 * HOUR + 5 * MINUTE);
    call('StartLogging');
    pass(4 * HOUR);
    const range = { from: READ_START, to: world.clock.now() };
    const parsed = AWS_CONFIG.parse({
      ...world.written,
      accounts: [{ id: world.aws.account, 'role-arn': world.written.accounts[0]['role-arn'] }],
      sources: { s3: { bucket: BUCKET } },
    });
    const report = await AWS.verify?.(parsed, world.context, range);
    const gaps = report?.trails[0]?.problems ?? [];
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps.every(({ kind }) => kind === 'gap' || kind === 'missing-digest')).toBe(true);
    const lost = gaps.reduce((sum, { from, to }) => sum + ((to ?? 0) - (from ?? 0)), 0);
    expect(lost).toBeGreaterThanOrEqual(2 * HOUR);
    expect(lost).toBeLessThan(DAY);
  });

  it('needs a bucket', async () => {
    await expect(verify({ sources: {} })).rejects.toMatchObject({ kind: 'config' });
  });
});
