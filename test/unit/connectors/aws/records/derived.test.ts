import { describe, expect, it } from 'vitest';
import { ACCOUNT, call, derivedOf, record, roleIdentity, userIdentity } from '../records.ts';

const OUTSIDE = '444455556666';
const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

describe('keywatch.policy_allows_all', () => {
  const put = (policyDocument: unknown): unknown =>
    derivedOf(
      'policy_allows_all',
      call('iam', 'PutUserPolicy', { requestParameters: { userName: 'x', policyDocument } }),
    );

  it.each([
    ['as text', policy(ALL)],
    ['URL-encoded', encodeURIComponent(policy(ALL))],
    ['as an object', { Statement: [ALL] }],
    ['as a single statement', JSON.stringify({ Statement: ALL })],
    ['in lists', policy({ Effect: 'Allow', Action: ['s3:Get*', '*'], Resource: ['*'] })],
    ['in other words', policy({ Effect: 'Allow', Action: '*:*', Resource: '*' })],
    ['under a condition', policy({ ...ALL, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    ['among narrower ones', policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }, ALL)],
  ])('sees it %s', (_how, document) => {
    expect(put(document)).toBe(true);
  });

  it.each([
    ['a refusal of everything', policy({ Effect: 'Deny', Action: '*', Resource: '*' })],
    ['everything in one bucket', policy({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::b/*' })],
    ['one service', policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })],
    ['no JSON', '{"Statement":['],
    ['a broken encoding', '%E0%A4%A'],
    ['nothing', undefined],
    ['a number', 7],
  ])('does not see it in %s', (_what, document) => {
    expect(put(document)).toBe(false);
  });

  it('knows the managed policy that does the same', () => {
    const attach = (policyArn: string): unknown =>
      derivedOf(
        'policy_allows_all',
        call('iam', 'AttachRolePolicy', { requestParameters: { roleName: 'r', policyArn } }),
      );
    expect(attach('arn:aws:iam::aws:policy/AdministratorAccess')).toBe(true);
    expect(attach('arn:aws-us-gov:iam::aws:policy/AdministratorAccess')).toBe(true);
    expect(attach(`arn:aws:iam::${ACCOUNT}:policy/AdministratorAccess`)).toBe(false);
    expect(attach('arn:aws:iam::aws:policy/AdministratorAccess-Amplify')).toBe(false);
  });
});

describe('keywatch.trust_outside', () => {
  const trust = (Principal: unknown, Condition?: object): unknown =>
    derivedOf(
      'trust_outside',
      call('iam', 'UpdateAssumeRolePolicy', {
        requestParameters: {
          roleName: 'r',
          policyDocument: policy({
            Effect: 'Allow',
            Principal,
            Action: 'sts:AssumeRole',
            ...(Condition && { Condition }),
          }),
        },
      }),
    );

  it.each([
    ['everybody', '*'],
    ['everybody, the other way', { AWS: '*' }],
    ['another account', { AWS: `arn:aws:iam::${OUTSIDE}:root` }],
    ['another account by number', { AWS: OUTSIDE }],
    ['one of several', { AWS: [`arn:aws:iam::${ACCOUNT}:root`, `arn:aws:iam::${OUTSIDE}:user/x`] }],
  ])('sees %s', (_who, principal) => {
    expect(trust(principal)).toBe(true);
  });

  it.each([
    ['the same account', { AWS: `arn:aws:iam::${ACCOUNT}:root` }],
    ['a service', { Service: 'ec2.amazonaws.com' }],
    ['an identity provider of the account', { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/ci.example` }],
    ['a principal that was deleted', { AWS: 'AROAEXAMPLEROLEID000' }],
  ])('does not see %s', (_who, principal) => {
    expect(trust(principal)).toBe(false);
  });

  it('lets conditions that say who narrow it, and no others', () => {
    const all = { AWS: '*' };
    expect(trust(all, { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })).toBe(false);
    expect(trust({ AWS: OUTSIDE }, { StringEquals: { 'sts:ExternalId': 'agreed' } })).toBe(false);
    expect(trust(all, { StringEquals: { 'aws:PrincipalOrgID': '*' } })).toBe(true);
    expect(trust(all, { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } })).toBe(true);
    expect(trust(all, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })).toBe(true);
  });

  it('looks at new roles too', () => {
    const requestParameters = { roleName: 'r', assumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: '*' }) };
    expect(derivedOf('trust_outside', call('iam', 'CreateRole', { requestParameters }))).toBe(true);
  });
});

describe('keywatch.shared_outside', () => {
  const shared = (service: string, name: string, requestParameters: unknown): unknown =>
    derivedOf('shared_outside', call(service, name, { requestParameters }));

  it.each([
    [
      'a snapshot with everybody',
      'ec2',
      'ModifySnapshotAttribute',
      { createVolumePermission: { add: { items: [{ group: 'all' }] } } },
    ],
    [
      'a snapshot with an account',
      'ec2',
      'ModifySnapshotAttribute',
      { createVolumePermission: { add: { items: [{ userId: OUTSIDE }] } } },
    ],
    [
      'an image with an account',
      'ec2',
      'ModifyImageAttribute',
      { launchPermission: { add: { items: [{ userId: OUTSIDE }] } } },
    ],
    ['a database snapshot', 'rds', 'ModifyDBSnapshotAttribute', { attributeName: 'restore', valuesToAdd: ['all'] }],
    [
      'a bucket by policy',
      's3',
      'PutBucketPolicy',
      { bucketPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*' }] } },
    ],
    ['a bucket by list', 's3', 'PutBucketAcl', { 'x-amz-acl': ['public-read'] }],
    [
      'a bucket by grant',
      's3',
      'PutBucketAcl',
      {
        AccessControlPolicy: {
          AccessControlList: { Grant: [{ Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' } }] },
        },
      },
    ],
    [
      'a secret',
      'secretsmanager',
      'PutResourcePolicy',
      { resourcePolicy: policy({ Effect: 'Allow', Principal: { AWS: OUTSIDE } }) },
    ],
    ['a function', 'lambda', 'AddPermission20150331v2', { functionName: 'f', principal: OUTSIDE }],
  ])('sees %s', (_what, service, name, parameters) => {
    expect(shared(service, name, parameters)).toBe(true);
  });

  it.each([
    [
      'a snapshot with ourselves',
      'ec2',
      'ModifySnapshotAttribute',
      { createVolumePermission: { add: { items: [{ userId: ACCOUNT }] } } },
    ],
    [
      'a snapshot taken back',
      'ec2',
      'ModifySnapshotAttribute',
      { createVolumePermission: { remove: { items: [{ group: 'all' }] } } },
    ],
    [
      'a bucket behind a condition',
      's3',
      'PutBucketPolicy',
      {
        bucketPolicy: {
          Statement: [{ Effect: 'Allow', Principal: '*', Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }],
        },
      },
    ],
    ['a session policy', 'sts', 'AssumeRole', { policy: policy({ Effect: 'Allow', Principal: '*' }) }],
    ['a function for a service', 'lambda', 'AddPermission20150331v2', { principal: 's3.amazonaws.com' }],
    ['nothing', 'ec2', 'ModifySnapshotAttribute', null],
  ])('does not see %s', (_what, service, name, parameters) => {
    expect(shared(service, name, parameters)).toBe(false);
  });
});

describe('keywatch.logging_reduced', () => {
  const reduced = (service: string, name: string, requestParameters: unknown = null): unknown =>
    derivedOf('logging_reduced', call(service, name, { requestParameters }));

  it.each([
    ['cloudtrail', 'StopLogging', { name: 't' }],
    ['cloudtrail', 'DeleteTrail', { name: 't' }],
    ['cloudtrail', 'UpdateTrail', { name: 't', isMultiRegionTrail: false }],
    ['cloudtrail', 'UpdateTrail', { name: 't', s3BucketName: 'elsewhere' }],
    ['cloudtrail', 'PutEventSelectors', { eventSelectors: [{ includeManagementEvents: false }] }],
    ['cloudtrail', 'PutEventSelectors', { eventSelectors: [{ readWriteType: 'ReadOnly' }] }],
    ['cloudtrail', 'PutEventSelectors', { eventSelectors: [{ excludeManagementEventSources: ['kms.amazonaws.com'] }] }],
    ['cloudtrail', 'PutEventSelectors', { eventSelectors: [] }],
    [
      'cloudtrail',
      'PutEventSelectors',
      { advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Data'] }] }] },
    ],
    ['guardduty', 'UpdateDetector', { detectorId: 'd', enable: false }],
    ['logs', 'PutRetentionPolicy', { retentionInDays: 1 }],
    ['s3', 'PutBucketLifecycle', { LifecycleConfiguration: { Rule: { Expiration: { Days: 1 } } } }],
    ['config', 'StopConfigurationRecorder', { configurationRecorderName: 'default' }],
  ])('sees %s:%s %j', (service, name, parameters) => {
    expect(reduced(service, name, parameters)).toBe(true);
  });

  it.each([
    ['cloudtrail', 'StartLogging', { name: 't' }],
    ['cloudtrail', 'UpdateTrail', { name: 't', enableLogFileValidation: true }],
    ['cloudtrail', 'PutEventSelectors', { eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }] }],
    [
      'cloudtrail',
      'PutEventSelectors',
      { advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] }] },
    ],
    ['guardduty', 'UpdateDetector', { detectorId: 'd', enable: true }],
    ['logs', 'PutRetentionPolicy', { retentionInDays: 365 }],
    ['s3', 'PutBucketLifecycle', { LifecycleConfiguration: { Rule: [{ Expiration: { Days: 400 } }] } }],
    ['s3', 'PutBucketLifecycle', { LifecycleConfiguration: { Rule: [{ Expiration: { Days: '' } }] } }],
    ['iam', 'ListUsers', null],
  ])('does not see %s:%s %j', (service, name, parameters) => {
    expect(reduced(service, name, parameters)).toBe(false);
  });
});

describe('the other derived fields', () => {
  it('tell a call about oneself from one about somebody else', () => {
    const about = (requestParameters: unknown, change = {}): unknown =>
      derivedOf('target_is_caller', call('iam', 'CreateAccessKey', { requestParameters, ...change }));
    expect(about({ userName: 'app' })).toBe(true);
    expect(about({ userName: 'backdoor' })).toBe(false);
    expect(about(null)).toBe(true);
    expect(about({ userName: 'deploy' }, { userIdentity: roleIdentity('deploy') })).toBe(false);
    expect(about({ roleName: 'deploy' }, { userIdentity: roleIdentity('x') })).toBe(true);
    // Refused calls log no parameters: nobody can tell.
    expect(about(null, { errorCode: 'AccessDenied' })).toBeUndefined();
    expect(derivedOf('target_is_caller', record())).toBeUndefined();
  });

  it('name the outcome', () => {
    expect(derivedOf('outcome', record())).toBe('success');
    expect(derivedOf('outcome', record({ errorCode: 'Client.UnauthorizedOperation' }))).toBe('denied');
  });

  it('tell whether AWS acted for the caller', () => {
    expect(derivedOf('by_service', record())).toBe(false);
    expect(derivedOf('by_service', record({ userIdentity: userIdentity({ invokedBy: 'athena.amazonaws.com' }) }))).toBe(
      true,
    );
    expect(derivedOf('by_service', record({ sourceIPAddress: 'AWS Internal' }))).toBe(true);
  });

  it('name the quarantine policy that a call is about', () => {
    const requestParameters = { userName: 'x', policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' };
    expect(derivedOf('quarantine_policy', call('iam', 'DetachUserPolicy', { requestParameters }))).toBe(
      'AWSCompromisedKeyQuarantineV3',
    );
    expect(derivedOf('quarantine_policy', record())).toBe('');
  });
});
