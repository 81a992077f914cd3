import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import {
  CreateAccessKeyCommand,
  IAMClient,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/simulate/aws/model.ts';
import { clientConfig, type Stage, startStage } from './simulate-support.ts';

const DENY = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';

describe('who gets in and what is written down', () => {
  let stage: Stage;
  let key: AccessKey;

  beforeEach(async () => {
    stage = await startStage({ timing: 'real' });
    stage.aws.cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    key = stage.aws.cloud.createKey('ci');
  });

  afterEach(async () => {
    await stage.aws.close();
  });

  function callAll(): readonly (readonly [string, string, () => Promise<unknown>])[] {
    const config = clientConfig(stage.aws, key);
    return [
      ['sts', 'InvalidClientTokenId', () => new STSClient(config).send(new GetCallerIdentityCommand({}))],
      ['iam', 'InvalidClientTokenId', () => new IAMClient(config).send(new ListUsersCommand({}))],
      [
        's3',
        'InvalidAccessKeyId',
        () => new S3Client({ ...config, forcePathStyle: true }).send(new ListBucketsCommand({})),
      ],
      [
        'cloudtrail',
        'UnrecognizedClientException',
        () => new CloudTrailClient(config).send(new DescribeTrailsCommand({})),
      ],
      [
        'guardduty',
        'UnrecognizedClientException',
        () => new GuardDutyClient(config).send(new ListDetectorsCommand({})),
      ],
    ];
  }

  it('an inactive key is refused by every service in its own words, and nobody writes that down', async () => {
    key.state.set('Inactive', stage.clock.now());

    const failures = await Promise.all(callAll().map(([, , call]) => call().catch((error: unknown) => error)));

    expect(failures.map((error) => (error as Error).name)).toEqual(callAll().map(([, name]) => name));
    expect(stage.aws.cloud.journal.records()).toEqual([]);
  });

  it('an active key gets into every service and each call is written down', async () => {
    for (const [, , call] of callAll()) await call();

    expect(stage.aws.cloud.journal.records().map((record) => record['eventName'])).toEqual([
      'GetCallerIdentity',
      'ListUsers',
      'ListBuckets',
      'DescribeTrails',
      'ListDetectors',
    ]);
  });

  it('a wrong secret is a wrong signature and leaves no record', async () => {
    const config = clientConfig(stage.aws, key);
    const forged = { ...config, credentials: { ...config.credentials, secretAccessKey: 'x'.repeat(40) } };

    const query = (): Promise<unknown> => new STSClient(forged).send(new GetCallerIdentityCommand({}));
    const json = (): Promise<unknown> => new CloudTrailClient(forged).send(new DescribeTrailsCommand({}));

    await expect(query()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(json()).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    expect(stage.aws.cloud.journal.records()).toEqual([]);
  });

  it('signatures need not match when verification is off', async () => {
    stage.aws.cloud.configure({ verifySignatures: false });
    const config = clientConfig(stage.aws, key);
    const forged = { ...config, credentials: { ...config.credentials, secretAccessKey: 'x'.repeat(40) } };

    const answer = await new STSClient(forged).send(new GetCallerIdentityCommand({}));

    expect(answer.Account).toBe('111122223333');
  });

  it('a deactivated key works on for the time that the change needs to spread', async () => {
    const iam = new IAMClient(clientConfig(stage.aws, key));
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'ci', AccessKeyId: key.id, Status: 'Inactive' }));
    stage.clock.advance(3_999);
    await expect(iam.send(new ListUsersCommand({}))).resolves.toBeDefined();

    stage.clock.advance(1);

    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });

  it('a new key is unknown at first', async () => {
    stage.aws.cloud.createUser({ name: 'anna' });
    const iam = new IAMClient(clientConfig(stage.aws, key));
    const made = await iam.send(new CreateAccessKeyCommand({ UserName: 'anna' }));
    const id = made.AccessKey?.AccessKeyId ?? '';
    const call = (): string => {
      const reply = stage.aws.cloud.call({ as: id, service: 'sts', action: 'GetCallerIdentity' });
      return reply.ok ? 'ok' : reply.error;
    };
    expect(call()).toBe('InvalidClientTokenId');

    stage.clock.advance(8_000);

    expect(call()).toBe('ok');
  });

  it('a denied call is written down, and GetCallerIdentity passes even under a deny of everything', async () => {
    const config = clientConfig(stage.aws, key);
    const iam = new IAMClient(config);
    await iam.send(new PutUserPolicyCommand({ UserName: 'ci', PolicyName: 'stop', PolicyDocument: DENY }));
    stage.clock.advance(4_000);

    const list = (): Promise<unknown> => iam.send(new ListUsersCommand({ MaxItems: 5 }));
    const secret = (): Promise<unknown> =>
      new SecretsManagerClient(config).send(new GetSecretValueCommand({ SecretId: 'app/db' }));

    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    await expect(secret()).rejects.toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
    await expect(new STSClient(config).send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
    const [denied] = stage.aws.cloud.journal.records('ListUsers');
    expect(denied).toMatchObject({ errorCode: 'AccessDenied', requestParameters: null, responseElements: null });
    expect(stage.aws.cloud.journal.records('GetSecretValue')[0]).toMatchObject({
      errorCode: 'AccessDenied',
      requestParameters: { secretId: 'app/db' },
    });
  });

  it('takes the pretended address and agent from headers', async () => {
    const sts = new STSClient(clientConfig(stage.aws, key));
    sts.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { headers: Record<string, string> };
        request.headers['x-simulated-source-ip'] = '203.0.113.7';
        request.headers['x-simulated-user-agent'] = 'aws-cli/2.36.32 md/command#sts.get-caller-identity';
        return next(args);
      },
      { step: 'build' },
    );

    await sts.send(new GetCallerIdentityCommand({}));

    expect(stage.aws.cloud.journal.records()[0]).toMatchObject({
      sourceIPAddress: '203.0.113.7',
      userAgent: 'aws-cli/2.36.32 md/command#sts.get-caller-identity',
    });
  });

  it('refuses unsigned requests', async () => {
    const answer = await fetch(stage.aws.url, { method: 'POST', body: 'Action=ListUsers' });

    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('MissingAuthenticationToken');
  });
});
