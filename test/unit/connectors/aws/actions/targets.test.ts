import { describe, expect, it } from 'vitest';
import { principalOf } from '../../../../../connectors/aws/actions/arn.ts';
import { AWS_ACTIONS } from '../../../../../connectors/aws/actions.ts';
import type { ActionTarget, TargetContext, TargetRefusal } from '../../../../../src/core/action.ts';
import type { Credential } from '../../../../../src/core/credential.ts';
import { aCredential, aFinding } from '../../../../support/plan-inputs.ts';
import { contextFor } from '../../../../support/target-contexts.ts';

const KEY = `AKIA${'A'.repeat(16)}`;
const user = 'arn:aws:iam::111122223333:user/team/ci';
const aKey = (actor = user): Credential => aCredential(`aws:${KEY}`, { actor });
const aSession = (actor: string): Credential => aCredential(`aws:ASIA${'B'.repeat(16)}`, { kind: 'session', actor });

/** Ids of the actions that apply, with what they refuse. */
function applying(credential: Credential, change: Partial<TargetContext> = {}): Readonly<Record<string, string>> {
  const found = AWS_ACTIONS.map(
    (action) => [action.id, action.target(credential, contextFor(credential, change))] as const,
  );
  return Object.fromEntries(
    found.flatMap(([id, target]) => (target === null ? [] : [[id, 'refused' in target ? target.refused : target.key]])),
  );
}

function targetOf(
  id: string,
  credential: Credential,
  change: Partial<TargetContext> = {},
): ActionTarget | TargetRefusal | null {
  return AWS_ACTIONS.find((action) => action.id === id)?.target(credential, contextFor(credential, change)) ?? null;
}

describe('which AWS action is for which credential', () => {
  it('cuts an access key and the sessions of its user', () => {
    expect(Object.keys(applying(aKey())).filter((id) => /deactivate|revoke|quarantine|root|sso/.test(id))).toEqual([
      'aws.deactivate-key',
      'aws.revoke-user-sessions',
    ]);
  });

  it('takes the user name without its path, and the partition from the ARN', () => {
    const chinese = aKey('arn:aws-cn:iam::111122223333:user/team/ci');

    expect(targetOf('aws.deactivate-key', aKey())).toMatchObject({ params: { user: 'ci' } });
    expect(targetOf('aws.quarantine-user', chinese, { approach: 'observe' })).toMatchObject({
      params: { partition: 'aws-cn' },
    });
  });

  it('retires a key without touching sessions', () => {
    expect(targetOf('aws.revoke-user-sessions', aKey(), { approach: 'retire' })).toBeNull();
    expect(targetOf('aws.deactivate-key', aKey(), { approach: 'retire' })).not.toBeNull();
  });

  it('observes by denying the user, and leaves the key able to authenticate', () => {
    expect(targetOf('aws.quarantine-user', aKey(), { approach: 'observe' })).not.toBeNull();
    expect(targetOf('aws.deactivate-key', aKey(), { approach: 'observe' })).toBeNull();
  });

  it('revokes the sessions of a role, all of them, and says whom that hits', () => {
    const role = 'arn:aws:iam::111122223333:role/service/deploy';

    expect(targetOf('aws.revoke-role-sessions', aSession(role))).toMatchObject({
      label: 'all sessions of role deploy',
      principal: role,
      params: { name: 'deploy' },
    });
    expect(targetOf('aws.deactivate-key', aSession(role))).toBeNull();
  });

  it.each([
    'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
    'arn:aws:iam::111122223333:role/AWSServiceRoleForECS',
  ])('refuses the service-linked role %s', (role) => {
    expect(targetOf('aws.revoke-role-sessions', aSession(role))).toMatchObject({
      refused: expect.stringContaining('belongs to an AWS service') as string,
    });
  });

  it.each([
    'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef',
    'arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef',
  ])('refuses the Identity Center role %s and guides a person instead', (role) => {
    const target = targetOf('aws.end-sso-sessions', aSession(role));
    const guide = AWS_ACTIONS.find((action) => action.id === 'aws.end-sso-sessions')?.guide;

    expect(applying(aSession(role))['aws.revoke-role-sessions']).toContain('guided step');
    if (target === null || 'refused' in target) throw new Error('no guided step');
    expect(guide?.(target).steps.join(' ')).toContain('permission set Admin');
  });

  it('guides a person to the root key, which no API of ours reaches', () => {
    const root = aKey('arn:aws:iam::111122223333:root');

    expect(Object.keys(applying(root)).filter((id) => !id.includes('probe'))).toEqual(['aws.remove-root-key']);
  });

  it('denies a user whose password an intruder set, since the password outlives any cut-off', () => {
    const password = aCredential(`aws:password/${user}`, { kind: 'password', actor: user });

    expect(Object.keys(applying(password))).toEqual([
      'aws.quarantine-user',
      'aws.revoke-user-sessions',
      'aws.delete-password',
    ]);
  });

  it.each([
    aCredential('fake:key-1'),
    aCredential('aws:ABIA12345', { kind: 'token', actor: '' }),
    aSession('arn:aws:sts::111122223333:federated-user/x'),
    aSession('ec2.amazonaws.com'),
  ])('has nothing for $id of $actor', (credential) => {
    expect(applying(credential)).toEqual({});
  });
});

describe('turning logging back on', () => {
  const [event] = aFinding().evidence;
  if (event === undefined) throw new Error('no event');
  const stop = { ...event, action: 'StopLogging', target: 'main', outcome: 'success' };

  it('is for a trail that was stopped, by name or by ARN, once', () => {
    const byName = targetOf('aws.restore-logging', aKey(), { event: stop });
    const byArn = targetOf('aws.restore-logging', aKey(), {
      event: { ...stop, target: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main' },
    });

    expect(byName).toMatchObject({ key: '111122223333/main', params: { trail: 'main', region: '' } });
    expect(byArn).toMatchObject({ key: '111122223333/main', params: { trail: 'main', region: 'eu-west-1' } });
  });

  it.each([{ outcome: 'denied' }, { action: 'DescribeTrails' }, { target: '' }])('is not for %j', (change) => {
    expect(targetOf('aws.restore-logging', aKey(), { event: { ...stop, ...change } })).toBeNull();
  });

  it.each(['DeleteTrail', 'UpdateTrail', 'PutEventSelectors'])('is left to a person after %s', (action) => {
    expect(targetOf('aws.restore-logging', aKey(), { event: { ...stop, action } })).toBeNull();
    expect(targetOf('aws.rebuild-logging', aKey(), { event: { ...stop, action } })).toMatchObject({
      label: 'trail main',
    });
  });

  it('is not asked for without an event', () => {
    expect(targetOf('aws.restore-logging', aKey())).toBeNull();
  });
});

describe('reading ARNs', () => {
  it('tells users, roles and root from everything else', () => {
    expect(principalOf('arn:aws:iam::111122223333:user/a/b/c')).toMatchObject({
      kind: 'user',
      name: 'c',
      path: '/a/b/',
    });
    expect(principalOf('arn:aws-us-gov:iam::111122223333:role/r')).toMatchObject({
      kind: 'role',
      name: 'r',
      path: '/',
      partition: 'aws-us-gov',
    });
    expect(principalOf('arn:aws:iam::111122223333:root')).toMatchObject({ kind: 'root', name: '' });
    for (const other of [
      '',
      'ci',
      'arn:aws:iam::1:user/x',
      'arn:aws:iam::111122223333:user/',
      'arn:aws:iam::111122223333:group/g',
    ])
      expect(principalOf(other)).toBeNull();
  });
});
