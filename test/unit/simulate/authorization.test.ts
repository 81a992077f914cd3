import { beforeEach, describe, expect, it } from 'vitest';
import type { AwsCloud } from '../../../src/simulate/aws/cloud.ts';
import type { Credential } from '../../../src/simulate/aws/model.ts';
import type { JsonObject } from '../../../src/simulate/json.ts';
import { makeCloud } from './support.ts';

const ACCOUNT = '111122223333';
const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll';
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

let cloud: AwsCloud;

beforeEach(() => {
  ({ cloud } = makeCloud());
});

function attempt(as: Credential | string, service: string, action: string, params: JsonObject = {}): string {
  const reply = cloud.call({ as, service, action, params });
  return reply.ok ? 'ok' : reply.error;
}

/** The youngest session made so far. */
function session(): Credential {
  const found = [...cloud.world.credentials.values()].findLast((one) => one.kind !== 'long-term');
  if (found === undefined) throw new Error('no session');
  return found;
}

describe('a role for playbooks, limited by tags and policy names', () => {
  let role: Credential;

  beforeEach(() => {
    const user = `arn:aws:iam::${ACCOUNT}:user/*`;
    const managed = { StringEquals: { 'aws:ResourceTag/keywatch:managed': 'true' } };
    const statements = [
      { Effect: 'Allow', Action: ['iam:CreateAccessKey', 'iam:UpdateAccessKey'], Resource: user, Condition: managed },
      {
        Effect: 'Allow',
        Action: ['iam:AttachUserPolicy', 'iam:DetachUserPolicy'],
        Resource: user,
        Condition: { ArnEquals: { 'iam:PolicyARN': [DENY_ALL] } },
      },
      { Effect: 'Deny', Action: 'iam:*', Resource: [`arn:aws:iam::${ACCOUNT}:user/keywatch-*`] },
    ];
    const inline = { playbooks: { Version: '2012-10-17', Statement: statements } };
    const made = cloud.createRole({ name: 'act', trusts: [ACCOUNT], inline });
    cloud.createUser({ name: 'hub', allow: ['sts:AssumeRole'] });
    attempt(cloud.createKey('hub'), 'sts', 'AssumeRole', { RoleArn: made.arn, RoleSessionName: 'run' });
    role = session();
    cloud.createUser({ name: 'tagged', tags: { 'keywatch:managed': 'true' } });
    cloud.createUser({ name: 'bare' });
    cloud.createUser({ name: 'keywatch-self', tags: { 'keywatch:managed': 'true' } });
  });

  it.each([
    ['CreateAccessKey', { UserName: 'tagged' }, 'ok'],
    ['CreateAccessKey', { UserName: 'bare' }, 'AccessDenied'],
    ['CreateAccessKey', { UserName: 'keywatch-self' }, 'AccessDenied'],
    ['AttachUserPolicy', { UserName: 'bare', PolicyArn: DENY_ALL }, 'ok'],
    ['AttachUserPolicy', { UserName: 'bare', PolicyArn: ADMIN }, 'AccessDenied'],
    ['ListUsers', {}, 'AccessDenied'],
  ])('%s %j: %s', (action, params, expected) => {
    expect(attempt(role, 'iam', action, params)).toBe(expected);
  });
});

describe('the quarantine that AWS attaches', () => {
  it('stops a key from looking and rotating but not from reading secrets or assuming roles', () => {
    cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    const key = cloud.createKey('ci');
    const role = cloud.createRole({ name: 'deploy', trusts: [ACCOUNT] });
    cloud.createSecret({ name: 'app', value: 'x' });

    cloud.quarantine(key);

    expect(attempt(key, 'cloudtrail', 'LookupEvents')).toBe('AccessDeniedException');
    expect(attempt(key, 'iam', 'UpdateAccessKey', { UserName: 'ci', AccessKeyId: key.id, Status: 'Inactive' })).toBe(
      'AccessDenied',
    );
    expect(attempt(key, 'secretsmanager', 'GetSecretValue', { SecretId: 'app' })).toBe('ok');
    expect(attempt(key, 'sts', 'AssumeRole', { RoleArn: role.arn, RoleSessionName: 'x' })).toBe('ok');
  });
});

describe('sessions', () => {
  it('of federated users may do what both the user and the session policy allow', () => {
    cloud.createUser({ name: 'ci', allow: ['sts:GetFederationToken', 's3:*'] });
    const key = cloud.createKey('ci');
    const policy = (Action: string): string =>
      JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    const federate = (Policy?: string): Credential => {
      attempt(key, 'sts', 'GetFederationToken', { Name: 'guest', ...(Policy === undefined ? {} : { Policy }) });
      return session();
    };

    expect(attempt(federate(policy('s3:*')), 's3', 'ListBuckets')).toBe('ok');
    expect(attempt(federate(policy('ec2:*')), 's3', 'ListBuckets')).toBe('AccessDenied');
    expect(attempt(federate(policy('ec2:*')), 'ec2', 'DescribeInstances')).toBe('UnauthorizedOperation');
    expect(attempt(federate(), 's3', 'ListBuckets')).toBe('AccessDenied');
    expect(attempt(federate(policy('*')), 'iam', 'ListUsers')).toBe('AccessDenied');
    expect(attempt(federate(policy('*')), 'sts', 'GetCallerIdentity')).toBe('ok');
  });

  it('of users may assume roles but not ask for more sessions', () => {
    cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    const role = cloud.createRole({ name: 'deploy', trusts: [ACCOUNT] });
    attempt(cloud.createKey('ci'), 'sts', 'GetSessionToken');
    const own = session();

    expect(attempt(own, 'sts', 'AssumeRole', { RoleArn: role.arn, RoleSessionName: 'x' })).toBe('ok');
    expect(attempt(own, 'sts', 'GetSessionToken')).toBe('AccessDenied');
    expect(attempt(own, 'sts', 'GetFederationToken', { Name: 'x' })).toBe('AccessDenied');
  });

  it('that chain roles last an hour at most and keep the source identity', () => {
    cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    const first = cloud.createRole({ name: 'first', trusts: [ACCOUNT], allow: ['sts:*'], maxSessionSeconds: 43_200 });
    const second = cloud.createRole({ name: 'second', trusts: [ACCOUNT], maxSessionSeconds: 43_200 });
    const into = (RoleArn: string, more: JsonObject): JsonObject => ({ RoleArn, RoleSessionName: 'x', ...more });
    const long = { DurationSeconds: 7_200 };
    expect(
      attempt(cloud.createKey('ci'), 'sts', 'AssumeRole', into(first.arn, { ...long, SourceIdentity: 'anna' })),
    ).toBe('ok');
    const chained = session();

    expect(attempt(chained, 'sts', 'AssumeRole', into(second.arn, long))).toBe('ValidationError');
    expect(attempt(chained, 'sts', 'AssumeRole', into(second.arn, {}))).toBe('ok');
    expect(session()).toMatchObject({ principal: 'second', sourceIdentity: 'anna', parentKeyId: chained.id });
  });

  it('narrowed by a policy may do no more than that', () => {
    cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    const role = cloud.createRole({ name: 'deploy', trusts: [ACCOUNT], attach: ['AdministratorAccess'] });
    const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });
    attempt(cloud.createKey('ci'), 'sts', 'AssumeRole', { RoleArn: role.arn, RoleSessionName: 'x', Policy });

    expect(attempt(session(), 's3', 'ListBuckets')).toBe('ok');
    expect(attempt(session(), 'iam', 'ListUsers')).toBe('AccessDenied');
  });
});

describe('trust', () => {
  it('in one account is enough when it names the very user, else the user must be allowed too', () => {
    const user = cloud.createUser({ name: 'ci' });
    const key = cloud.createKey('ci');
    const named = cloud.createRole({ name: 'named', trusts: [user.arn] });
    const whole = cloud.createRole({ name: 'whole', trusts: [`arn:aws:iam::${ACCOUNT}:root`] });
    const assume = (RoleArn: string): string => attempt(key, 'sts', 'AssumeRole', { RoleArn, RoleSessionName: 'x' });

    expect(assume(named.arn)).toBe('ok');
    expect(assume(whole.arn)).toBe('AccessDenied');
  });

  it('across accounts is never enough by itself', () => {
    const user = cloud.createUser({ name: 'ci' });
    const role = cloud.createRole({ name: 'read', account: '444455556666', trusts: [user.arn] });

    const denied = attempt(cloud.createKey('ci'), 'sts', 'AssumeRole', { RoleArn: role.arn, RoleSessionName: 'x' });

    expect(denied).toBe('AccessDenied');
    expect(cloud.journal.in('444455556666', 'us-east-1')).toEqual([]);
    expect(cloud.journal.in(ACCOUNT, 'us-east-1')).toHaveLength(1);
  });
});

describe('permissions taken away on purpose', () => {
  it('are gone for one principal or for all', () => {
    const one = cloud.createUser({ name: 'one', attach: ['AdministratorAccess'] });
    cloud.createUser({ name: 'two', attach: ['AdministratorAccess'] });
    const keys = [cloud.createKey('one'), cloud.createKey('two')];
    const results = (): string[] => keys.map((key) => attempt(key, 'iam', 'ListUsers'));

    cloud.faults.deny('iam:ListUsers', one.arn);
    expect(results()).toEqual(['AccessDenied', 'ok']);
    cloud.faults.deny('iam:ListUsers');
    expect(results()).toEqual(['AccessDenied', 'AccessDenied']);
    cloud.faults.clear();
    expect(results()).toEqual(['ok', 'ok']);
  });
});
