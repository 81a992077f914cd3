import { describe, expect, it } from 'vitest';
import { identityOf, roleArn } from '../../../../../connectors/aws/records/user-identity.ts';
import { ACCOUNT, LONG_KEY, roleIdentity, SERVICE_KEY, SESSION_KEY, USER_ARN, userIdentity } from '../records.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/deploy`;

describe('identityOf a user', () => {
  it('names the user and the long-term key', () => {
    expect(identityOf(userIdentity())).toEqual({
      actorKind: 'user',
      actor: USER_ARN,
      session: '',
      credential: LONG_KEY,
      credentialKind: 'key',
      account: ACCOUNT,
      invokedBy: '',
    });
  });

  it('names the same user for a session of GetSessionToken or the console', () => {
    const identity = identityOf(
      userIdentity({ accessKeyId: SESSION_KEY, sessionContext: { sessionIssuer: {}, attributes: {} } }),
    );
    expect(identity).toMatchObject({ actorKind: 'user', actor: USER_ARN, credentialKind: 'session' });
  });

  it('makes the ARN when only the name is there', () => {
    expect(identityOf(userIdentity({ arn: undefined })).actor).toBe(USER_ARN);
  });

  it.each([[`AKIA${'*'.repeat(16)}`], [''], [undefined], [null], [7]])(
    'has no key when the id is %j',
    (accessKeyId) => {
      expect(identityOf(userIdentity({ accessKeyId }))).toMatchObject({ credential: '', credentialKind: 'none' });
    },
  );

  it('shows the credential of a bearer token', () => {
    const id = SERVICE_KEY;
    expect(identityOf(userIdentity({ accessKeyId: undefined, credentialId: id }))).toMatchObject({
      credential: id,
      credentialKind: 'token',
    });
  });
});

describe('identityOf a role', () => {
  it('is the role, path and all, never the session', () => {
    expect(identityOf(roleIdentity('alice@example.com'))).toMatchObject({
      actorKind: 'role',
      actor: ROLE,
      session: 'alice@example.com',
      credential: SESSION_KEY,
      credentialKind: 'session',
    });
  });

  it('falls back to the ARN of the session when there is no issuer', () => {
    const identity = identityOf(roleIdentity('alice', { sessionContext: undefined, principalId: undefined }));
    expect(identity).toMatchObject({ actor: `arn:aws:iam::${ACCOUNT}:role/deploy`, session: 'alice' });
  });

  it.each([
    ['an instance', 'i-0dbc91f429e48eeed', {}],
    ['an old instance', 'i-0dbc91f4', {}],
    ['a task', '0123456789abcdef0123456789abcdef', {}],
    ['a build', 'AWSCodeBuild-0b7c0f5e-0000-4000-8000-00000000f00d', {}],
    ['a hybrid machine', 'mi-0123456789abcdef0', {}],
  ])('knows the session of %s as a workload', (_what, session, change) => {
    expect(identityOf(roleIdentity(session, change)).actorKind).toBe('workload');
  });

  it('knows credentials that the instance metadata service handed out', () => {
    const context = { sessionIssuer: { arn: ROLE }, ec2RoleDelivery: '2.0' };
    expect(identityOf(roleIdentity('whatever', { sessionContext: context })).actorKind).toBe('workload');
  });

  it('knows credentials that were issued to a function', () => {
    const scope = {
      issuerType: 'AWS::Lambda::Function',
      credentialsIssuedTo: 'arn:aws:lambda:eu-central-1:1:function:f',
    };
    expect(identityOf(roleIdentity('f', { inScopeOf: scope })).actorKind).toBe('workload');
    expect(identityOf(roleIdentity('f', { inScopeOf: {} })).actorKind).toBe('role');
  });

  it('knows roles that a service was made, and roles that only a service can assume', () => {
    const of = (path: string): string =>
      identityOf(
        roleIdentity('s', { sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/${path}/r` } } }),
      ).actorKind;
    expect(of('service-role')).toBe('workload');
    expect(of('aws-service-role/rds.amazonaws.com')).toBe('service');
    expect(of('team')).toBe('role');
  });
});

describe('identityOf others', () => {
  it('names root, whose key is the worst of all', () => {
    expect(identityOf({ type: 'Root', accountId: ACCOUNT, accessKeyId: LONG_KEY })).toMatchObject({
      actorKind: 'root',
      actor: `arn:aws:iam::${ACCOUNT}:root`,
      credentialKind: 'key',
    });
  });

  it('names the user behind a federation token', () => {
    const identity = identityOf({
      type: 'FederatedUser',
      arn: `arn:aws:sts::${ACCOUNT}:federated-user/visitor`,
      accountId: ACCOUNT,
      accessKeyId: SESSION_KEY,
      sessionContext: { sessionIssuer: { type: 'IAMUser', arn: USER_ARN } },
    });
    expect(identity).toMatchObject({ actorKind: 'federated', actor: USER_ARN, session: 'visitor' });
  });

  it('names a service', () => {
    expect(identityOf({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' })).toMatchObject({
      actorKind: 'service',
      actor: 'ec2.amazonaws.com',
      credentialKind: 'none',
    });
    expect(identityOf({ accountId: ACCOUNT, invokedBy: 'secretsmanager.amazonaws.com' })).toMatchObject({
      actorKind: 'service',
      actor: 'secretsmanager.amazonaws.com',
    });
  });

  it('names what can be known of a caller from another account', () => {
    expect(
      identityOf({ type: 'AWSAccount', accountId: '444455556666', principalId: 'AIDAEXAMPLEUSERID111' }),
    ).toMatchObject({
      actorKind: 'account',
      actor: '444455556666/AIDAEXAMPLEUSERID111',
      credential: '',
    });
    expect(identityOf({ type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAX:job' })).toMatchObject({
      actor: '444455556666/AROAX',
      session: 'job',
    });
  });

  it('names people who come from outside', () => {
    expect(identityOf({ type: 'SAMLUser', userName: 'alice', identityProvider: 'idp' })).toMatchObject({
      actorKind: 'federated',
      actor: 'idp:alice',
    });
    const person = { userId: 'u-1', identityStoreArn: 'arn:aws:identitystore::1:identitystore/d-1' };
    expect(identityOf({ type: 'IdentityCenterUser', onBehalfOf: person })).toMatchObject({
      actorKind: 'user',
      actor: 'arn:aws:identitystore::1:identitystore/d-1/user/u-1',
    });
  });

  it.each([
    [null],
    [undefined],
    [''],
    [[]],
    [7],
    [{}],
    [{ type: 'Directory' }],
    [{ type: 'Unknown' }],
    [{ type: 7, arn: {} }],
  ])('survives %j', (value) => {
    expect(identityOf(value)).toMatchObject({ actorKind: 'unknown', credential: '', credentialKind: 'none' });
  });
});

describe('roleArn', () => {
  it('keeps the partition', () => {
    expect(roleArn('arn:aws-cn:sts::1:assumed-role/r/s')).toBe('arn:aws-cn:iam::1:role/r');
  });

  it('leaves other ARNs alone', () => {
    expect(roleArn(USER_ARN)).toBe(USER_ARN);
  });
});
