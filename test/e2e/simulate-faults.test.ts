import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateAccessKeyCommand, IAMClient, ListAccessKeysCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClientConfig, clientConfig, type Stage, startStage } from './simulate-support.ts';

describe('faults on demand, as the real clients meet them', () => {
  let stage: Stage;
  let config: ClientConfig;
  let iam: IAMClient;

  beforeEach(async () => {
    stage = await startStage();
    stage.aws.cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    stage.aws.cloud.createUser({ name: 'anna' });
    config = clientConfig(stage.aws, stage.aws.cloud.createKey('ci'));
    iam = new IAMClient(config);
  });

  afterEach(async () => {
    iam.destroy();
    await stage.aws.close();
  });

  const create = (): Promise<unknown> => iam.send(new CreateAccessKeyCommand({ UserName: 'anna' }));

  async function keyCount(): Promise<number> {
    const list = await iam.send(new ListAccessKeysCommand({ UserName: 'anna' }));
    return list.AccessKeyMetadata?.length ?? 0;
  }

  it('a reset after the server has acted leaves a key whose secret nobody has', async () => {
    stage.aws.cloud.faults.next({ action: 'CreateAccessKey' }, { kind: 'reset-after' });

    await expect(create()).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(await keyCount()).toBe(1);
    expect(stage.aws.cloud.journal.records('CreateAccessKey')).toHaveLength(1);
  });

  it('with the retries of the client on, the same reset makes two keys', async () => {
    stage.aws.cloud.faults.next({ action: 'CreateAccessKey' }, { kind: 'reset-after' });
    const retrying = new IAMClient({ ...config, maxAttempts: 3 });

    await retrying.send(new CreateAccessKeyCommand({ UserName: 'anna' }));

    expect(await keyCount()).toBe(2);
  });

  it('a reset before it has acted leaves nothing', async () => {
    stage.aws.cloud.faults.next({ service: 'iam' }, { kind: 'reset-before' });

    await expect(create()).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(await keyCount()).toBe(0);
    expect(stage.aws.cloud.journal.records('CreateAccessKey')).toEqual([]);
  });

  it('throttling hits as many requests as planned', async () => {
    stage.aws.cloud.faults.next({ service: 'iam' }, { kind: 'throttle' }, 2);

    await expect(create()).rejects.toMatchObject({ name: 'Throttling' });
    await expect(create()).rejects.toMatchObject({ name: 'Throttling' });

    await expect(create()).resolves.toBeDefined();
  });

  it.each([
    [500, 'InternalFailure'],
    [503, 'ServiceUnavailable'],
  ] as const)('an error %i is an error', async (status, name) => {
    stage.aws.cloud.faults.next({}, { kind: 'error', status });

    const attempt = new CloudTrailClient(config).send(new DescribeTrailsCommand({}));

    await expect(attempt).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
  });

  it('HTML where JSON was expected is a syntax error', async () => {
    stage.aws.cloud.faults.next({}, { kind: 'html', status: 502 });

    const attempt = new CloudTrailClient(config).send(new DescribeTrailsCommand({}));

    await expect(attempt).rejects.toMatchObject({ name: 'SyntaxError', $metadata: { httpStatusCode: 502 } });
  });

  it('a truncated object breaks off in the middle', async () => {
    const s3 = new S3Client({ ...config, forcePathStyle: true });
    stage.aws.cloud.createBucket({ name: 'files' });
    await s3.send(new PutObjectCommand({ Bucket: 'files', Key: 'a', Body: 'x'.repeat(1_000) }));
    stage.aws.cloud.faults.next({ action: 'GetObject' }, { kind: 'truncated' });

    const read = async (): Promise<string> => {
      const answer = await s3.send(new GetObjectCommand({ Bucket: 'files', Key: 'a' }));
      return (await answer.Body?.transformToString()) ?? '';
    };

    await expect(read()).rejects.toThrow(/aborted|ECONNRESET|terminated/);
  });

  it('a held answer comes when it is released', async () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    stage.aws.cloud.faults.next({ action: 'ListUsers' }, { kind: 'hold', until });
    const answers: string[] = [];
    const held = iam.send(new ListUsersCommand({})).then(() => answers.push('held'));
    await keyCount();
    answers.push('other');

    release();

    await held;
    expect(answers).toEqual(['other', 'held']);
  });

  it('a lost permission stays lost until it is given back', async () => {
    const restore = stage.aws.cloud.faults.deny('iam:CreateAccessKey');
    await expect(create()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('iam:CreateAccessKey'),
    });
    await expect(create()).rejects.toMatchObject({ name: 'AccessDenied' });

    restore();

    await expect(create()).resolves.toBeDefined();
  });
});
