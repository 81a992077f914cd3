import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DetachUserPolicyCommand,
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListRolesCommand,
  ListServiceSpecificCredentialsCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/simulate/aws/model.ts';
import { clientConfig, type Stage, startStage } from './simulate-support.ts';

const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll';

describe('simulated IAM, asked by the real client', () => {
  let stage: Stage;
  let admin: AccessKey;
  let iam: IAMClient;

  beforeEach(async () => {
    stage = await startStage();
    stage.aws.cloud.createUser({ name: 'admin', attach: ['AdministratorAccess'], tags: { team: 'platform' } });
    admin = stage.aws.cloud.createKey('admin');
    iam = new IAMClient(clientConfig(stage.aws, admin));
  });

  afterEach(async () => {
    iam.destroy();
    await stage.aws.close();
  });

  it('creates and lists users a page at a time', async () => {
    for (const name of ['anna', 'bert', 'carl']) await iam.send(new CreateUserCommand({ UserName: name }));

    const first = await iam.send(new ListUsersCommand({ MaxItems: 3 }));
    const second = await iam.send(new ListUsersCommand({ MaxItems: 3, Marker: first.Marker }));

    expect(first.IsTruncated).toBe(true);
    expect(first.Users?.map((user) => user.UserName)).toEqual(['admin', 'anna', 'bert']);
    expect(first.Users?.[1]?.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/);
    expect(second.IsTruncated).toBe(false);
    expect(second.Users?.map((user) => user.UserName)).toEqual(['carl']);
  });

  it('tells user details, tags, groups and devices', async () => {
    const me = await iam.send(new GetUserCommand({}));
    const tags = await iam.send(new ListUserTagsCommand({ UserName: 'admin' }));
    const groups = await iam.send(new ListGroupsForUserCommand({ UserName: 'admin' }));
    const devices = await iam.send(new ListMFADevicesCommand({ UserName: 'admin' }));
    const credentials = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName: 'admin' }));

    expect(me.User).toMatchObject({ UserName: 'admin', Arn: 'arn:aws:iam::111122223333:user/admin' });
    expect(me.User?.CreateDate?.toISOString()).toBe('2026-11-23T12:00:00.000Z');
    expect(tags.Tags).toEqual([{ Key: 'team', Value: 'platform' }]);
    expect([groups.Groups, devices.MFADevices, credentials.ServiceSpecificCredentials]).toEqual([[], [], []]);
  });

  it('gives a user two keys and refuses a third, also when one is inactive', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'anna' }));
    const first = await iam.send(new CreateAccessKeyCommand({ UserName: 'anna' }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'anna' }));
    const id = first.AccessKey?.AccessKeyId ?? '';
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'anna', AccessKeyId: id, Status: 'Inactive' }));

    const third = iam.send(new CreateAccessKeyCommand({ UserName: 'anna' }));

    await expect(third).rejects.toMatchObject({
      name: 'LimitExceededException',
      Code: 'LimitExceeded',
      $metadata: { httpStatusCode: 409 },
    });
    expect(first.AccessKey?.SecretAccessKey).toHaveLength(40);
    const list = await iam.send(new ListAccessKeysCommand({ UserName: 'anna' }));
    expect(list.AccessKeyMetadata?.map((key) => key.Status)).toEqual(['Inactive', 'Active']);
  });

  it('deletes a key once; the second time there is no such entity', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'anna' }));
    const made = await iam.send(new CreateAccessKeyCommand({ UserName: 'anna' }));
    const remove = new DeleteAccessKeyCommand({ UserName: 'anna', AccessKeyId: made.AccessKey?.AccessKeyId });
    await iam.send(remove);

    const again = iam.send(remove);

    await expect(again).rejects.toMatchObject({ name: 'NoSuchEntityException', Code: 'NoSuchEntity' });
  });

  it('knows when and where a key was last used', async () => {
    stage.aws.cloud.createUser({ name: 'ci', allow: ['s3:ListAllMyBuckets'] });
    const key = stage.aws.cloud.createKey('ci');
    const before = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.id }));
    stage.clock.advance(60_000);
    stage.aws.cloud.call({ as: key, service: 's3', action: 'ListBuckets', region: 'eu-central-1' });

    const after = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.id }));

    expect(before).toMatchObject({ UserName: 'ci', AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } });
    expect(before.AccessKeyLastUsed?.LastUsedDate).toBeUndefined();
    expect(after.AccessKeyLastUsed).toMatchObject({ ServiceName: 's3', Region: 'eu-central-1' });
    expect(after.AccessKeyLastUsed?.LastUsedDate?.toISOString()).toBe('2026-11-23T12:01:00.000Z');
  });

  it('keeps inline policies and gives them back URL-encoded', async () => {
    const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';
    await iam.send(new CreateUserCommand({ UserName: 'anna' }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'anna', PolicyName: 'stop', PolicyDocument: document }));

    const names = await iam.send(new ListUserPoliciesCommand({ UserName: 'anna' }));
    const policy = await iam.send(new GetUserPolicyCommand({ UserName: 'anna', PolicyName: 'stop' }));

    expect(names.PolicyNames).toEqual(['stop']);
    expect(policy.PolicyDocument).toContain('%22Effect%22');
    expect(decodeURIComponent(policy.PolicyDocument ?? '')).toBe(document);
  });

  it('refuses malformed and oversized policies', async () => {
    const large = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Deny', Action: Array.from({ length: 100 }, (_, n) => `service${n}:SomeLongAction`), Resource: '*' },
      ],
    });
    const put = (PolicyDocument: string): Promise<unknown> =>
      iam.send(new PutUserPolicyCommand({ UserName: 'admin', PolicyName: 'p', PolicyDocument }));

    await expect(put('{"Statement":')).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    await expect(put(large)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('attaches and detaches managed policies', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'anna' }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'anna', PolicyArn: DENY_ALL }));
    const attached = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'anna' }));
    await iam.send(new DetachUserPolicyCommand({ UserName: 'anna', PolicyArn: DENY_ALL }));

    const again = (): Promise<unknown> =>
      iam.send(new DetachUserPolicyCommand({ UserName: 'anna', PolicyArn: DENY_ALL }));
    const unknown = (): Promise<unknown> =>
      iam.send(new AttachUserPolicyCommand({ UserName: 'anna', PolicyArn: `${DENY_ALL}X` }));

    expect(attached.AttachedPolicies).toEqual([{ PolicyName: 'AWSDenyAll', PolicyArn: DENY_ALL }]);
    await expect(again()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await expect(unknown()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('makes roles and revokes their sessions by policy', async () => {
    const trust =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}]}';
    const tags = [{ Key: 'keywatch:managed', Value: 'true' }];
    await iam.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument: trust, Tags: tags }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'x', PolicyDocument: trust }));

    const role = await iam.send(new GetRoleCommand({ RoleName: 'deploy' }));
    const roles = await iam.send(new ListRolesCommand({}));

    expect(role.Role?.RoleId).toMatch(/^AROA/);
    expect(role.Role?.Tags).toEqual(tags);
    expect(decodeURIComponent(role.Role?.AssumeRolePolicyDocument ?? '')).toBe(trust);
    expect(roles.Roles?.map((one) => one.RoleName)).toEqual(['deploy']);
  });

  it('keeps one console password per user', async () => {
    const profile = { UserName: 'admin', Password: 'not-a-real-one', PasswordResetRequired: true };
    await expect(iam.send(new GetLoginProfileCommand({ UserName: 'admin' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    await iam.send(new CreateLoginProfileCommand(profile));

    const read = await iam.send(new GetLoginProfileCommand({ UserName: 'admin' }));

    expect(read.LoginProfile?.PasswordResetRequired).toBe(true);
    await expect(iam.send(new CreateLoginProfileCommand(profile))).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
    });
    await iam.send(new DeleteLoginProfileCommand({ UserName: 'admin' }));
    expect(JSON.stringify(stage.aws.cloud.journal.records())).not.toContain('not-a-real-one');
  });

  it('writes the credential report on request and keeps it four hours', async () => {
    const tooEarly = iam.send(new GetCredentialReportCommand({}));
    await expect(tooEarly).rejects.toMatchObject({ name: 'CredentialReportNotPresentException' });
    const started = await iam.send(new GenerateCredentialReportCommand({}));
    const done = await iam.send(new GenerateCredentialReportCommand({}));

    const report = await iam.send(new GetCredentialReportCommand({}));

    const lines = Buffer.from(report.Content ?? [])
      .toString()
      .split('\n');
    expect([started.State, done.State]).toEqual(['STARTED', 'COMPLETE']);
    expect(lines[0]).toMatch(/^user,arn,user_creation_time,password_enabled/);
    expect(lines[1]).toMatch(/^<root_account>,arn:aws:iam::111122223333:root,/);
    expect(lines[2]).toMatch(/^admin,/);
    expect(lines[2]?.split(',')).toHaveLength(lines[0]?.split(',').length ?? 0);
    stage.clock.advance(4 * 3_600_000);
    await expect(iam.send(new GetCredentialReportCommand({}))).rejects.toMatchObject({
      name: 'CredentialReportExpiredException',
    });
  });

  it('counts what the account has, root keys included', async () => {
    const before = await iam.send(new GetAccountSummaryCommand({}));
    stage.aws.cloud.createRootKey();

    const after = await iam.send(new GetAccountSummaryCommand({}));

    expect(before.SummaryMap).toMatchObject({ Users: 1, AccountAccessKeysPresent: 0 });
    expect(after.SummaryMap).toMatchObject({ AccountAccessKeysPresent: 1 });
  });
});
