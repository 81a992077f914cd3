import { Readable } from 'node:stream';
import { CloudTrailClient, DescribeTrailsCommand, GetTrailCommand } from '@aws-sdk/client-cloudtrail';
import { GetFindingsCommand, GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import {
  DescribeAffectedEntitiesCommand,
  DescribeEventDetailsCommand,
  DescribeEventsCommand,
  HealthClient,
} from '@aws-sdk/client-health';
import {
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  TagUserCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey, Session } from '../../src/simulate/aws/model.ts';
import { type ClientConfig, clientConfig, type Stage, startStage } from './simulate-support.ts';

const ACCOUNT = '111122223333';
const DENY = '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';
const trustOf = (principal: string): string =>
  `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"${principal}"},"Action":"sts:AssumeRole"}]}`;

let stage: Stage;
let key: AccessKey;
let config: ClientConfig;

beforeEach(async () => {
  stage = await startStage();
  stage.aws.cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
  key = stage.aws.cloud.createKey('ci');
  config = clientConfig(stage.aws, key);
});

afterEach(async () => {
  await stage.aws.close();
});

describe('roles and users from beginning to end', () => {
  let iam: IAMClient;

  beforeEach(() => {
    iam = new IAMClient(config);
  });

  const createRole = (): Promise<unknown> =>
    iam.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument: trustOf(ACCOUNT) }));

  it('a role goes only without its policies', async () => {
    const RoleName = 'deploy';
    await createRole();
    await expect(createRole()).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'stop', PolicyDocument: DENY }));

    const names = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    const policy = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'stop' }));
    const remove = (): Promise<unknown> => iam.send(new DeleteRoleCommand({ RoleName }));

    expect([names.PolicyNames, attached.AttachedPolicies]).toEqual([['stop'], []]);
    expect(decodeURIComponent(policy.PolicyDocument ?? '')).toBe(DENY);
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'stop' }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('a role whose trust is changed takes other callers', async () => {
    await createRole();
    const assume = (): boolean => {
      const params = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`, RoleSessionName: 'x' };
      return stage.aws.cloud.call({ as: key, service: 'sts', action: 'AssumeRole', params }).ok;
    };
    expect(assume()).toBe(true);

    const change = { RoleName: 'deploy', PolicyDocument: trustOf('444455556666') };
    await iam.send(new UpdateAssumeRolePolicyCommand(change));

    expect(assume()).toBe(false);
  });

  it('a user goes only without keys', async () => {
    const UserName = 'anna';
    const create = (): Promise<unknown> => iam.send(new CreateUserCommand({ UserName, Path: '/people/' }));
    await create();
    await expect(create()).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
    await iam.send(new TagUserCommand({ UserName, Tags: [{ Key: 'a', Value: 'b' }] }));
    stage.aws.cloud.createKey(UserName);
    const remove = (): Promise<unknown> => iam.send(new DeleteUserCommand({ UserName }));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });

    stage.aws.cloud.user(UserName).keys.length = 0;
    await remove();

    expect(stage.aws.cloud.in().users.has(UserName)).toBe(false);
  });
});

describe('buckets from beginning to end', () => {
  it('are made, found, filled from a stream and emptied', async () => {
    const s3 = new S3Client({ ...config, forcePathStyle: true });
    const Bucket = 'new-files';
    await s3.send(new CreateBucketCommand({ Bucket }));
    await expect(s3.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketAlreadyExists' });
    const body = Readable.from([Buffer.from('one,'), Buffer.from('two')]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body: body, ContentLength: 7 }));

    const head = await s3.send(new HeadBucketCommand({ Bucket }));
    const location = await s3.send(new GetBucketLocationCommand({ Bucket }));
    const list = await s3.send(new ListBucketsCommand({}));
    const object = await s3.send(new GetObjectCommand({ Bucket, Key: 'streamed' }));

    expect(head.BucketRegion).toBe('us-east-1');
    expect(location.LocationConstraint ?? '').toBe('');
    expect(list.Buckets?.map((bucket) => bucket.Name)).toEqual([Bucket]);
    expect(await object.Body?.transformToString()).toBe('one,two');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'streamed' }));
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'streamed' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });
});

describe('sessions that have ended', () => {
  function expired(): Session {
    const role = stage.aws.cloud.createRole({ name: 'deploy', trusts: [ACCOUNT], attach: ['AdministratorAccess'] });
    const params = { RoleArn: role.arn, RoleSessionName: 'x', DurationSeconds: 900 };
    stage.aws.cloud.call({ as: key, service: 'sts', action: 'AssumeRole', params });
    const session = [...stage.aws.cloud.world.credentials.values()].find((one) => one.kind !== 'long-term');
    if (session === undefined) throw new Error('no session');
    stage.clock.advance(900_000);
    return session;
  }

  it('are refused by every service in its own words, and nobody writes that down', async () => {
    const own = clientConfig(stage.aws, expired());
    const before = stage.aws.cloud.journal.records().length;
    const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['ExpiredToken', () => new IAMClient(own).send(new CreateUserCommand({ UserName: 'x' }))],
      ['ExpiredToken', () => new S3Client({ ...own, forcePathStyle: true }).send(new ListBucketsCommand({}))],
      ['ExpiredTokenException', () => new CloudTrailClient(own).send(new DescribeTrailsCommand({}))],
      ['ExpiredTokenException', () => new GuardDutyClient(own).send(new ListDetectorsCommand({}))],
    ];

    for (const [name, call] of calls) await expect(call()).rejects.toMatchObject({ name });

    expect(stage.aws.cloud.journal.records()).toHaveLength(before);
  });

  it('with somebody else’s token are malformed to S3', async () => {
    const own = clientConfig(stage.aws, expired());
    const forged = { ...own, credentials: { ...own.credentials, sessionToken: 'other' } };

    const list = new S3Client({ ...forged, forcePathStyle: true }).send(new ListBucketsCommand({}));

    await expect(list).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});

describe('what is asked the wrong way', () => {
  it('one trail is told by name', async () => {
    stage.aws.cloud.createBucket({ name: 'trail-files' });
    stage.aws.cloud.createTrail({ name: 'main', bucket: 'trail-files', prefix: '/audit/' });

    const answer = await new CloudTrailClient(config).send(new GetTrailCommand({ Name: 'main' }));

    expect(answer.Trail).toMatchObject({ Name: 'main', S3KeyPrefix: 'audit', IsMultiRegionTrail: true });
  });

  it('findings of a foreign detector are refused', async () => {
    const get = new GuardDutyClient(config).send(
      new GetFindingsCommand({ DetectorId: 'f'.repeat(32), FindingIds: [] }),
    );

    await expect(get).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  it('health events are filtered and unknown ones named', async () => {
    const health = new HealthClient(config);
    stage.aws.cloud.addHealthEvent({ code: 'AWS_RISK_IAM_QUARANTINE', entities: [key.id] });
    stage.clock.advance(60_000);
    const later = { lastUpdatedTimes: [{ from: new Date(stage.clock.now()) }] };

    const none = await health.send(new DescribeEventsCommand({ filter: later }));
    const others = await health.send(new DescribeEventsCommand({ filter: { eventTypeCodes: ['OTHER'] } }));
    const details = await health.send(new DescribeEventDetailsCommand({ eventArns: ['arn:aws:health:::event/X'] }));
    const entities = await health.send(
      new DescribeAffectedEntitiesCommand({ filter: { eventArns: ['arn:aws:health:::event/X'] } }),
    );

    expect([none.events, others.events, entities.entities]).toEqual([[], [], []]);
    expect(details.failedSet?.[0]?.errorName).toBe('ResourceNotFound');
  });
});
