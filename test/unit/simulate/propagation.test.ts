import { beforeEach, describe, expect, it } from 'vitest';
import type { AwsCloud } from '../../../src/simulate/aws/cloud.ts';
import type { AccessKey } from '../../../src/simulate/aws/model.ts';
import type { ManualClock } from '../../../src/simulate/clock.ts';
import { makeCloud } from './support.ts';

const DENY = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };

describe('changes of IAM reach callers after a while', () => {
  let cloud: AwsCloud;
  let clock: ManualClock;
  let admin: AccessKey;
  let thief: AccessKey;

  beforeEach(() => {
    ({ cloud, clock } = makeCloud({ timing: 'real' }));
    cloud.createUser({ name: 'admin', attach: ['AdministratorAccess'] });
    cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    admin = cloud.createKey('admin');
    thief = cloud.createKey('ci');
  });

  function iam(as: AccessKey, action: string, params: Record<string, string>): string {
    const reply = cloud.call({ as, service: 'iam', action, params });
    return reply.ok ? 'ok' : reply.error;
  }

  function listUsers(as: AccessKey = thief): string {
    return iam(as, 'ListUsers', {});
  }

  const stop = { UserName: 'ci', PolicyName: 'stop', PolicyDocument: JSON.stringify(DENY) };

  it('a deny policy holds after four seconds, no sooner', () => {
    iam(admin, 'PutUserPolicy', stop);
    clock.advance(3_999);
    expect(listUsers()).toBe('ok');

    clock.advance(1);

    expect(listUsers()).toBe('AccessDenied');
  });

  it('an intruder can delete the deny before it holds, and it hardly ever does', () => {
    iam(admin, 'PutUserPolicy', stop);
    clock.advance(1_000);
    expect(iam(thief, 'DeleteUserPolicy', { UserName: 'ci', PolicyName: 'stop' })).toBe('ok');

    clock.advance(3_000);
    expect(listUsers()).toBe('AccessDenied');
    clock.advance(1_000);

    expect(listUsers()).toBe('ok');
    expect(cloud.user('ci').policies.latest.inline.has('stop')).toBe(false);
  });

  it('an intruder can mint a key with a key that is already switched off', () => {
    iam(admin, 'UpdateAccessKey', { UserName: 'ci', AccessKeyId: thief.id, Status: 'Inactive' });
    clock.advance(1_000);
    expect(iam(thief, 'CreateAccessKey', { UserName: 'ci' })).toBe('ok');
    const spare = cloud.user('ci').keys[1];
    if (spare === undefined) throw new Error('no second key');

    clock.advance(7_999);
    expect(listUsers(thief)).toBe('InvalidClientTokenId');
    expect(listUsers(spare)).toBe('InvalidClientTokenId');
    clock.advance(1);

    expect(listUsers(spare)).toBe('ok');
  });

  it('a deleted key works on for the same time', () => {
    iam(admin, 'DeleteAccessKey', { UserName: 'ci', AccessKeyId: thief.id });
    expect(cloud.user('ci').keys).toEqual([]);
    clock.advance(3_000);
    expect(listUsers()).toBe('ok');

    clock.advance(1_000);

    expect(listUsers()).toBe('InvalidClientTokenId');
  });

  it('readers see each change at once', () => {
    iam(admin, 'UpdateAccessKey', { UserName: 'ci', AccessKeyId: thief.id, Status: 'Inactive' });

    const list = cloud.call({ as: admin, service: 'iam', action: 'ListAccessKeys', params: { UserName: 'ci' } });

    expect(list).toMatchObject({ ok: true, body: { AccessKeyMetadata: [{ Status: 'Inactive' }] } });
  });

  it('a role whose sessions are revoked refuses the old ones and takes new ones', () => {
    const role = cloud.createRole({ name: 'deploy', trusts: [cloud.account], attach: ['AdministratorAccess'] });
    const assume = (): string => {
      const params = { RoleArn: role.arn, RoleSessionName: 'x' };
      cloud.call({ as: admin, service: 'sts', action: 'AssumeRole', params });
      return [...cloud.world.credentials.keys()].filter((id) => id.startsWith('ASIA')).at(-1) ?? '';
    };
    const old = assume();
    clock.advance(2_000);
    const revoke = {
      Statement: [
        {
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-23T12:00:02Z' } },
        },
      ],
    };
    iam(admin, 'PutRolePolicy', {
      RoleName: 'deploy',
      PolicyName: 'AWSRevokeOlderSessions',
      PolicyDocument: JSON.stringify(revoke),
    });
    clock.advance(4_000);
    const young = assume();

    const list = (as: string): boolean => cloud.call({ as, service: 'iam', action: 'ListUsers' }).ok;

    expect(list(old)).toBe(false);
    expect(list(young)).toBe(true);
  });
});
