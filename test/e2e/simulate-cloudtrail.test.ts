import { createHash, createPublicKey } from 'node:crypto';
import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  type Event,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/simulate/aws/model.ts';
import type { SimulatedAwsOptions } from '../../src/simulate/aws/server.ts';
import { clientConfig, type Stage, startStage } from './simulate-support.ts';

let stage: Stage;
let key: AccessKey;
let trails: CloudTrailClient;

async function open(options: Partial<SimulatedAwsOptions> = {}): Promise<void> {
  stage = await startStage(options);
  stage.aws.cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
  key = stage.aws.cloud.createKey('ci');
  trails = new CloudTrailClient(clientConfig(stage.aws, key));
}

/** Ordinary calls of the key, one each second. */
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

/** Events of the key's own story, without the lookups themselves. */
async function lookup(input: LookupEventsCommandInput = {}): Promise<Event[]> {
  const all: Event[] = [];
  let token: string | undefined;
  do {
    const page = await trails.send(
      new LookupEventsCommand({ ...input, ...(token === undefined ? {} : { NextToken: token }) }),
    );
    all.push(...(page.Events ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return all.filter((event) => event.EventName !== 'LookupEvents');
}

afterEach(async () => {
  trails.destroy();
  await stage.aws.close();
});

describe('simulated LookupEvents, asked by the real client', () => {
  beforeEach(() => open());

  it('gives events newest first, wrapped as AWS wraps them', async () => {
    play(1);
    play(1, 'iam', 'CreateAccessKey');

    const events = await lookup();

    const record = JSON.parse(events[0]?.CloudTrailEvent ?? '') as Record<string, unknown>;
    expect(events.map((event) => event.EventName)).toEqual(['CreateAccessKey', 'ListUsers']);
    expect(events[0]).toMatchObject({
      ReadOnly: 'false',
      AccessKeyId: key.id,
      Username: 'ci',
      EventSource: 'iam.amazonaws.com',
      EventTime: new Date('2026-11-23T12:00:01Z'),
    });
    expect(record).toMatchObject({
      eventID: events[0]?.EventId,
      eventVersion: '1.11',
      eventTime: '2026-11-23T12:00:01Z',
    });
    expect(events[0]?.Resources?.map((resource) => resource.ResourceType)).toEqual(['AWS::IAM::AccessKey']);
  });

  it('pages fifty at a time without loss, also while new events come in', async () => {
    play(120);

    const first = await trails.send(new LookupEventsCommand({ MaxResults: 50 }));
    play(30);
    const second = await trails.send(new LookupEventsCommand({ MaxResults: 50, NextToken: first.NextToken }));
    const third = await trails.send(new LookupEventsCommand({ MaxResults: 50, NextToken: second.NextToken }));

    const seen = [first, second, third].flatMap((page) => page.Events ?? []).map((event) => event.EventId);
    expect(third.NextToken).toBeUndefined();
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  it('takes a token only for the very same request', async () => {
    play(60);
    const { NextToken } = await trails.send(new LookupEventsCommand({ MaxResults: 10 }));

    const other = (): Promise<unknown> => trails.send(new LookupEventsCommand({ MaxResults: 20, NextToken }));
    const garbage = (): Promise<unknown> => trails.send(new LookupEventsCommand({ NextToken: 'abc' }));

    await expect(other()).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
    await expect(garbage()).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
  });

  it('treats both ends of the range as inside', async () => {
    play(5);

    const events = await lookup({
      StartTime: new Date('2026-11-23T12:00:01Z'),
      EndTime: new Date('2026-11-23T12:00:03Z'),
    });

    expect(events.map((event) => event.EventTime?.getUTCSeconds())).toEqual([3, 2, 1]);
  });

  it.each([
    [{ StartTime: new Date('2026-11-24T00:00:00Z') }, 'InvalidTimeRangeException'],
    [
      { StartTime: new Date('2026-11-23T11:00:00Z'), EndTime: new Date('2026-11-23T10:00:00Z') },
      'InvalidTimeRangeException',
    ],
    [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
    [{ LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'True' }] }, 'InvalidLookupAttributesException'],
    [
      {
        LookupAttributes: [
          { AttributeKey: 'EventName', AttributeValue: 'a' },
          { AttributeKey: 'Username', AttributeValue: 'b' },
        ],
      },
      'InvalidLookupAttributesException',
    ],
  ] satisfies [LookupEventsCommandInput, string][])('refuses %j', async (input, name) => {
    await expect(trails.send(new LookupEventsCommand(input))).rejects.toMatchObject({ name });
  });

  it.each([
    ['AccessKeyId', (): string => key.id, 4],
    ['EventName', (): string => 'CreateUser', 1],
    ['ReadOnly', (): string => 'false', 1],
    ['ResourceName', (): string => 'anna', 1],
    ['ResourceType', (): string => 'AWS::Nothing', 0],
    ['Username', (): string => 'ci', 4],
  ] as const)('filters by %s', async (AttributeKey, value, count) => {
    play(3);
    stage.aws.cloud.call({ as: key, service: 'iam', action: 'CreateUser', params: { UserName: 'anna' } });

    const events = await lookup({ LookupAttributes: [{ AttributeKey, AttributeValue: value() }] });

    expect(events).toHaveLength(count);
  });

  it('leads from a session key to the call that minted it', async () => {
    const role = stage.aws.cloud.createRole({ name: 'deploy', trusts: ['111122223333'] });
    const params = { RoleArn: role.arn, RoleSessionName: 'x' };
    stage.aws.cloud.call({ as: key, service: 'sts', action: 'AssumeRole', params });
    const session = [...stage.aws.cloud.world.credentials.keys()].find((id) => id.startsWith('ASIA')) ?? '';

    const events = await lookup({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: session }] });

    expect(events.map((event) => event.EventName)).toEqual(['AssumeRole']);
  });

  it('keeps each region for itself: IAM in us-east-1, STS where it was asked', async () => {
    play(1, 'iam', 'ListUsers', 'eu-central-1');
    play(1, 'sts', 'GetCallerIdentity', 'eu-central-1');
    const frankfurt = new CloudTrailClient(clientConfig(stage.aws, key, 'eu-central-1'));

    const page = await frankfurt.send(new LookupEventsCommand({}));

    expect((await lookup()).map((event) => event.EventName)).toEqual(['ListUsers']);
    expect(page.Events?.map((event) => event.EventName)).toEqual(['GetCallerIdentity']);
  });

  it('does not show data events', async () => {
    stage.aws.cloud.createBucket({ name: 'files' });
    play(1, 's3', 'GetObject');
    play(1, 's3', 'ListBuckets');

    expect((await lookup()).map((event) => event.EventName)).toEqual(['ListBuckets']);
  });

  it('forgets after ninety days', async () => {
    play(1);
    stage.clock.advance(90 * 86_400_000 - 1_000);
    expect(await lookup()).toHaveLength(1);

    stage.clock.advance(2_000);

    expect(await lookup()).toHaveLength(0);
    expect(await lookup({ StartTime: new Date('2026-11-01T00:00:00Z') })).toHaveLength(0);
  });

  it('serves records that were made elsewhere as they are', async () => {
    const record = {
      eventVersion: '1.08',
      userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      eventTime: '2026-11-20T01:02:03Z',
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      awsRegion: 'us-east-1',
      eventID: 'not-even-a-uuid',
      readOnly: true,
      recipientAccountId: '111122223333',
    };
    expect(stage.aws.cloud.loadRecords([record, { eventName: 'NoTime' }])).toBe(1);

    const [event] = await lookup();

    expect(JSON.parse(event?.CloudTrailEvent ?? '')).toEqual(record);
    expect(event?.AccessKeyId).toBeUndefined();
    expect(event?.Username).toBeUndefined();
  });
});

describe('simulated LookupEvents with real delays', () => {
  it('shows an event only minutes later, whatever its own time', async () => {
    await open({ timing: 'real', settings: { lookup: { throttle: false, lateShare: 0, duplicateShare: 0 } } });
    play(1);
    expect(await lookup()).toHaveLength(0);

    stage.clock.advance(5 * 60_000);

    expect(await lookup()).toHaveLength(1);
  });

  it('lets late ones come after younger ones, and some twice', async () => {
    await open({
      timing: 'real',
      settings: {
        lookup: { throttle: false, delay: [0, 0], lateShare: 0.3, lateBy: [600_000, 600_000], duplicateShare: 0.2 },
      },
    });
    play(100);
    const early = new Set((await lookup()).map((event) => event.EventId));

    stage.clock.advance(700_000);

    const all = (await lookup()).map((event) => event.EventId);
    expect(early.size).toBeGreaterThan(50);
    expect(early.size).toBeLessThan(90);
    expect(new Set(all).size).toBe(100);
    expect(all.length).toBeGreaterThan(105);
  });

  it('answers two requests a second for each account and region', async () => {
    await open({ timing: 'real' });
    const ask = (): Promise<unknown> => trails.send(new LookupEventsCommand({}));
    await ask();
    stage.clock.advance(500);
    await ask();

    await expect(ask()).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });

    const elsewhere = new CloudTrailClient(clientConfig(stage.aws, key, 'us-west-2'));
    await expect(elsewhere.send(new LookupEventsCommand({}))).resolves.toBeDefined();
    stage.clock.advance(500);
    await expect(ask()).resolves.toBeDefined();
  });
});

describe('simulated trails, asked by the real client', () => {
  beforeEach(() => open());

  it('go through their life: create, describe, log, stop, delete', async () => {
    stage.aws.cloud.createBucket({ name: 'trail-files' });
    const create = new CreateTrailCommand({ Name: 'main', S3BucketName: 'trail-files', EnableLogFileValidation: true });
    await trails.send(create);
    await trails.send(new StartLoggingCommand({ Name: 'main' }));
    const described = await trails.send(new DescribeTrailsCommand({}));
    const running = await trails.send(new GetTrailStatusCommand({ Name: 'main' }));
    stage.clock.advance(60_000);
    await trails.send(new StopLoggingCommand({ Name: described.trailList?.[0]?.TrailARN }));
    const stopped = await trails.send(new GetTrailStatusCommand({ Name: 'main' }));
    await expect(trails.send(create)).rejects.toMatchObject({ name: 'TrailAlreadyExistsException' });
    await trails.send(new DeleteTrailCommand({ Name: 'main' }));

    const gone = trails.send(new GetTrailStatusCommand({ Name: 'main' }));

    await expect(gone).rejects.toMatchObject({ name: 'TrailNotFoundException' });
    expect(described.trailList?.[0]).toMatchObject({
      Name: 'main',
      HomeRegion: 'us-east-1',
      LogFileValidationEnabled: true,
    });
    expect(running.IsLogging).toBe(true);
    expect(stopped.IsLogging).toBe(false);
    expect(stopped.StopLoggingTime?.toISOString()).toBe('2026-11-23T12:01:00.000Z');
  });

  it('need a bucket', async () => {
    const create = trails.send(new CreateTrailCommand({ Name: 'main', S3BucketName: 'nowhere' }));

    await expect(create).rejects.toMatchObject({ name: 'S3BucketDoesNotExistException' });
  });

  it('remember their event selectors', async () => {
    stage.aws.cloud.createBucket({ name: 'trail-files' });
    stage.aws.cloud.createTrail({ name: 'main', bucket: 'trail-files' });
    const selectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true, DataResources: [] }];
    await trails.send(new PutEventSelectorsCommand({ TrailName: 'main', EventSelectors: selectors }));

    const answer = await trails.send(new GetEventSelectorsCommand({ TrailName: 'main' }));

    expect(answer.EventSelectors).toEqual(selectors);
  });

  it('sign with a key of each region, known by the MD5 of its DER', async () => {
    const here = await trails.send(new ListPublicKeysCommand({}));
    const there = await new CloudTrailClient(clientConfig(stage.aws, key, 'us-west-2')).send(
      new ListPublicKeysCommand({}),
    );

    const der = Buffer.from(here.PublicKeyList?.[0]?.Value ?? []);
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'pkcs1' });
    expect(here.PublicKeyList?.[0]?.Fingerprint).toBe(createHash('md5').update(der).digest('hex'));
    expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2_048);
    expect(there.PublicKeyList?.[0]?.Fingerprint).not.toBe(here.PublicKeyList?.[0]?.Fingerprint);
  });
});
