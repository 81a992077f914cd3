import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/core/connector.ts';
import { DATA_SELECTOR } from '../../src/simulate/aws/cloudtrail/trail.ts';
import { type AwsReadWorld, anAwsReadWorld } from '../support/aws-read-world.ts';

let world: AwsReadWorld;
beforeEach(async () => {
  world = await anAwsReadWorld();
});
afterEach(() => world.close());

async function check(change: Readonly<Record<string, unknown>> = {}): Promise<readonly CheckResult[]> {
  return (await world.open(change)).check();
}

const about = (results: readonly CheckResult[], words: string): CheckResult | undefined =>
  results.find(({ aspect, fact }) => aspect.includes(words) || fact.includes(words));

describe('the self-test of the AWS connector', () => {
  it('says who we are and that we can enter', async () => {
    const results = await check();
    expect(results[0]).toMatchObject({
      aspect: 'aws: credentials',
      status: 'ok',
      fact: expect.stringContaining('keywatch-hub'),
    });
    expect(about(results, 'entry')).toMatchObject({
      status: 'ok',
      fact: expect.stringContaining('assumed-role/keywatch-read'),
    });
    expect(about(results, 'permissions')).toMatchObject({ status: 'ok' });
  });

  it('says nothing else when our own key is dead', async () => {
    const reader = await world.open();
    const params = { UserName: 'keywatch-hub', AccessKeyId: world.hub.id };
    world.aws.cloud.call({ as: world.key, service: 'iam', action: 'DeleteAccessKey', params });
    const results = await reader.check();
    expect(results).toMatchObject([{ aspect: 'aws: credentials', status: 'fail' }]);
    expect(results[0]?.hint).not.toBe('');
  });

  it('says which role does not open', async () => {
    const accounts = [{ ...world.written.accounts[0], 'role-arn': `arn:aws:iam::${world.aws.account}:role/nobody` }];
    const results = await check({ accounts });
    expect(about(results, 'entry')).toMatchObject({
      status: 'fail',
      fact: expect.stringContaining('sts:AssumeRole on'),
    });
    expect(results).toHaveLength(2);
  });

  it('sees that a role leads into another account', async () => {
    const other = '444455556666';
    const role = world.aws.cloud.createRole({
      name: 'keywatch-read',
      account: other,
      trusts: [world.aws.account],
      allow: ['*'],
    });
    const accounts = [{ ...world.written.accounts[0], 'role-arn': role.arn }];
    expect(about(await check({ accounts }), 'entry')).toMatchObject({
      status: 'fail',
      fact: expect.stringContaining(other),
    });
  });

  it.each([
    ['iam:ListUsers'],
    ['iam:ListAccessKeys'],
    ['iam:GetAccessKeyLastUsed'],
    ['iam:ListServiceSpecificCredentials'],
    ['iam:GetAccountSummary'],
    ['cloudtrail:LookupEvents'],
    ['cloudtrail:DescribeTrails'],
    ['guardduty:ListDetectors'],
    ['health:DescribeEvents'],
  ])('names %s when it is missing', async (permission) => {
    world.aws.cloud.faults.deny(permission);
    const results = await check();
    const failed = results.filter(({ status }) => status === 'fail');
    expect(failed.map(({ fact }) => fact)).toEqual([`the permission ${permission} is missing`]);
    expect(failed[0]?.hint).toContain(`Grant ${permission}`);
  });

  it('warns when there is no trail at all', async () => {
    expect(about(await check(), 'no trail')).toMatchObject({ status: 'warn' });
  });

  it('looks at the health of each trail', async () => {
    const { cloud } = world.aws;
    cloud.createBucket({ name: 'acme-trail' });
    cloud.createTrail({ name: 'audit', bucket: 'acme-trail', validation: true });
    let results = await check();
    expect(about(results, 'is logging')).toMatchObject({ status: 'ok' });
    expect(about(results, 'data events are off')).toMatchObject({ status: 'blind' });
    cloud.call({ as: world.key, service: 'cloudtrail', action: 'StopLogging', params: { Name: 'audit' } });
    results = await check();
    expect(about(results, 'logging is stopped')).toMatchObject({
      status: 'fail',
      aspect: expect.stringContaining('audit'),
    });
  });

  it('sees a trail of one region, without digests, with data events', async () => {
    const { cloud } = world.aws;
    cloud.createBucket({ name: 'acme-trail' });
    cloud.createTrail({ name: 'local', bucket: 'acme-trail', multiRegion: false, selectors: [DATA_SELECTOR] });
    const results = await check();
    expect(about(results, 'one region only')).toMatchObject({ status: 'warn' });
    expect(about(results, 'no digests')).toMatchObject({ status: 'warn' });
    expect(about(results, 'data events are recorded')).toMatchObject({ status: 'ok' });
  });

  it('is content with a role that can only read', async () => {
    expect(about(await check(), 'more than we need')).toMatchObject({ status: 'ok' });
  });

  it('warns of a role that could do harm, and says which', async () => {
    const role = world.aws.cloud.createRole({
      name: 'keywatch-too-much',
      trusts: [world.aws.account],
      allow: ['iam:*', 'sts:*', 'cloudtrail:*', 'secretsmanager:Get*'],
    });
    const accounts = [{ ...world.written.accounts[0], 'role-arn': role.arn }];
    const power = about(await check({ accounts }), 'more than we need');
    expect(power).toMatchObject({ status: 'warn', fact: expect.stringContaining('iam:CreateAccessKey') });
    expect(power?.fact).toContain('cloudtrail:StopLogging');
    expect(power?.fact).toContain('secretsmanager:GetSecretValue');
    expect(power?.fact).not.toContain('ec2:RunInstances');
  });

  it('warns of managed policies that do more than read', async () => {
    const role = world.aws.cloud.createRole({
      name: 'keywatch-admin',
      trusts: [world.aws.account],
      attach: ['AdministratorAccess'],
    });
    const accounts = [{ ...world.written.accounts[0], 'role-arn': role.arn }];
    expect(about(await check({ accounts }), 'more than we need')).toMatchObject({
      status: 'warn',
      fact: expect.stringContaining('AdministratorAccess'),
    });
  });

  it('says that it cannot tell when it may not look', async () => {
    world.aws.cloud.faults.deny('iam:ListAttachedRolePolicies');
    expect(about(await check(), 'more than we need')).toMatchObject({ status: 'blind' });
  });

  it('looks at bucket and queue', async () => {
    world.aws.cloud.createBucket({ name: 'acme-trail' });
    const queue = world.aws.cloud.createQueue({ name: 'files' });
    const sources = { s3: { bucket: 'acme-trail' }, sqs: { 'queue-url': queue.url } };
    const results = await check({ sources });
    expect(about(results, 'bucket acme-trail')).toMatchObject({ status: 'warn', fact: 'nothing below AWSLogs/' });
    expect(about(results, 'queue')).toMatchObject({ status: 'ok' });
    expect(
      about(await check({ sources: { s3: { bucket: 'no-such-bucket' } } }), 'bucket no-such-bucket'),
    ).toMatchObject({
      status: 'fail',
    });
  });

  it('states one blind spot for a missing support plan', async () => {
    world.aws.cloud.configure({ supportPlan: false });
    const blind = (await check()).filter(({ aspect }) => aspect.includes('Health'));
    expect(blind).toMatchObject([{ status: 'blind' }]);
  });
});
