import { describe, expect, it } from 'vitest';
import type { AwsCloud } from '../../../src/simulate/aws/cloud.ts';
import type { Credential } from '../../../src/simulate/aws/model.ts';
import type { JsonObject } from '../../../src/simulate/json.ts';
import { makeCloud } from './support.ts';

const ACCOUNT = '111122223333';

function stage(): { cloud: AwsCloud; key: Credential } {
  const { cloud } = makeCloud();
  cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
  return { cloud, key: cloud.createKey('ci') };
}

function only(cloud: AwsCloud, eventName: string): JsonObject {
  const [record, ...others] = cloud.journal.records(eventName);
  expect(others).toEqual([]);
  return record ?? {};
}

/** A session out of the answer of a minting call. */
function session(cloud: AwsCloud): Credential {
  const sessions = [...cloud.world.credentials.values()].filter((one) => one.kind !== 'long-term');
  const [found] = sessions;
  if (found === undefined) throw new Error('no session');
  return found;
}

describe('records of the journal', () => {
  it('have the fields of version 1.11 in order', () => {
    const { cloud, key } = stage();
    cloud.call({ as: key, service: 'iam', action: 'ListUsers', ip: '198.51.100.7', agent: 'aws-cli/2.36.32' });

    const record = only(cloud, 'ListUsers');

    expect(Object.keys(record)).toEqual([
      'eventVersion',
      'userIdentity',
      'eventTime',
      'eventSource',
      'eventName',
      'awsRegion',
      'sourceIPAddress',
      'userAgent',
      'requestParameters',
      'responseElements',
      'requestID',
      'eventID',
      'readOnly',
      'eventType',
      'managementEvent',
      'recipientAccountId',
      'eventCategory',
      'tlsDetails',
    ]);
    expect(record).toMatchObject({
      eventVersion: '1.11',
      eventTime: '2026-11-23T12:00:00Z',
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.7',
      userAgent: 'aws-cli/2.36.32',
      requestParameters: null,
      responseElements: null,
      readOnly: true,
      recipientAccountId: ACCOUNT,
      tlsDetails: { clientProvidedHostHeader: 'iam.amazonaws.com' },
    });
  });

  it('name a user with a long-term key', () => {
    const { cloud, key } = stage();
    cloud.call({ as: key, service: 'sts', action: 'GetCallerIdentity', region: 'eu-central-1' });

    const record = only(cloud, 'GetCallerIdentity');

    expect(record['awsRegion']).toBe('eu-central-1');
    expect(record['userIdentity']).toEqual({
      type: 'IAMUser',
      principalId: cloud.user('ci').id,
      arn: `arn:aws:iam::${ACCOUNT}:user/ci`,
      accountId: ACCOUNT,
      accessKeyId: key.id,
      userName: 'ci',
    });
  });

  it('name root by its key', () => {
    const { cloud } = makeCloud();
    const key = cloud.createRootKey();
    cloud.call({ as: key, service: 'iam', action: 'ListUsers' });

    expect(only(cloud, 'ListUsers')['userIdentity']).toEqual({
      type: 'Root',
      principalId: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:root`,
      accountId: ACCOUNT,
      accessKeyId: key.id,
    });
  });

  it('of AssumeRole are read-only yet hold the minted key and the session token', () => {
    const { cloud, key } = stage();
    const role = cloud.createRole({ name: 'deploy', trusts: [ACCOUNT] });
    const params = { RoleArn: role.arn, RoleSessionName: 'run', SourceIdentity: 'anna' };
    cloud.call({ as: key, service: 'sts', action: 'AssumeRole', params });
    const minted = session(cloud);

    const record = only(cloud, 'AssumeRole');

    expect(record).toMatchObject({
      readOnly: true,
      requestParameters: { roleArn: role.arn, roleSessionName: 'run', sourceIdentity: 'anna' },
      responseElements: {
        credentials: {
          accessKeyId: minted.id,
          sessionToken: 'token' in minted ? minted.token : '',
          expiration: 'Nov 23, 2026, 1:00:00 PM',
        },
        assumedRoleUser: { assumedRoleId: `${role.id}:run` },
      },
      resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: role.arn }],
      additionalEventData: { RequestDetails: { endpointType: 'regional', awsServingRegion: 'us-east-1' } },
    });
    expect(JSON.stringify(record)).not.toContain(minted.secret);
  });

  it('of role sessions name the role as the issuer', () => {
    const { cloud, key } = stage();
    const role = cloud.createRole({ name: 'deploy', trusts: [ACCOUNT], allow: ['s3:*'] });
    const params = { RoleArn: role.arn, RoleSessionName: 'run', SourceIdentity: 'anna' };
    cloud.call({ as: key, service: 'sts', action: 'AssumeRole', params });
    cloud.call({ as: session(cloud), service: 's3', action: 'ListBuckets' });

    expect(only(cloud, 'ListBuckets')['userIdentity']).toEqual({
      type: 'AssumedRole',
      principalId: `${role.id}:run`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/run`,
      accountId: ACCOUNT,
      accessKeyId: session(cloud).id,
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId: role.id, arn: role.arn, accountId: ACCOUNT, userName: 'deploy' },
        webIdFederationData: {},
        sourceIdentity: 'anna',
        attributes: { creationDate: '2026-11-23T12:00:00Z', mfaAuthenticated: 'false' },
      },
    });
  });

  it('of user sessions have an empty issuer, and minting them is a write', () => {
    const { cloud, key } = stage();
    cloud.call({ as: key, service: 'sts', action: 'GetSessionToken' });
    cloud.call({ as: session(cloud), service: 's3', action: 'ListBuckets' });

    const minting = only(cloud, 'GetSessionToken');

    expect(minting).toMatchObject({
      readOnly: false,
      responseElements: { credentials: { accessKeyId: session(cloud).id } },
    });
    expect(only(cloud, 'ListBuckets')['userIdentity']).toMatchObject({
      type: 'IAMUser',
      userName: 'ci',
      accessKeyId: session(cloud).id,
      sessionContext: { sessionIssuer: {}, attributes: { creationDate: '2026-11-23T12:00:00Z' } },
    });
  });

  it('of federated users name the user who made them', () => {
    const { cloud, key } = stage();
    const Policy = '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
    cloud.call({ as: key, service: 'sts', action: 'GetFederationToken', params: { Name: 'guest', Policy } });
    cloud.call({ as: session(cloud), service: 's3', action: 'ListBuckets' });

    expect(only(cloud, 'GetFederationToken')).toMatchObject({
      readOnly: false,
      responseElements: { federatedUser: { arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest` } },
    });
    expect(only(cloud, 'ListBuckets')['userIdentity']).toMatchObject({
      type: 'FederatedUser',
      principalId: `${ACCOUNT}:guest`,
      sessionContext: { sessionIssuer: { type: 'IAMUser', userName: 'ci' } },
    });
  });

  it('of sessions made for a service name the service and no key', () => {
    const { cloud } = makeCloud();
    const role = cloud.createRole({ name: 'web', trusts: ['ec2.amazonaws.com'] });
    const minted = cloud.sessionForService({
      role,
      service: 'ec2.amazonaws.com',
      sessionName: 'i-0a1b',
      region: 'us-west-2',
    });

    const record = only(cloud, 'AssumeRole');

    expect(record['userIdentity']).toEqual({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' });
    expect(record).toMatchObject({ sourceIPAddress: 'ec2.amazonaws.com', awsRegion: 'us-west-2' });
    expect(record).toMatchObject({ responseElements: { credentials: { accessKeyId: minted.id } } });
    expect(record).not.toHaveProperty('tlsDetails');
  });

  it('of CreateAccessKey hold the new key without its secret', () => {
    const { cloud, key } = stage();
    cloud.createUser({ name: 'anna' });
    cloud.call({ as: key, service: 'iam', action: 'CreateAccessKey', params: { UserName: 'anna' } });
    const made = cloud.user('anna').keys[0];

    const record = only(cloud, 'CreateAccessKey');

    expect(record['requestParameters']).toEqual({ userName: 'anna' });
    expect(record['responseElements']).toEqual({
      accessKey: { userName: 'anna', accessKeyId: made?.id, status: 'Active', createDate: '2026-11-23T12:00:00Z' },
    });
    expect(JSON.stringify(record)).not.toContain(made?.secret);
  });

  it('spell errors of IAM as the log does, not as the wire does', () => {
    const { cloud, key } = stage();

    const reply = cloud.call({ as: key, service: 'iam', action: 'GetUser', params: { UserName: 'ghost' } });

    expect(reply).toMatchObject({ ok: false, error: 'NoSuchEntity' });
    expect(only(cloud, 'GetUser')).toMatchObject({
      errorCode: 'NoSuchEntityException',
      requestParameters: { userName: 'ghost' },
    });
  });

  it('spell denials of EC2 with a prefix', () => {
    const { cloud } = makeCloud();
    cloud.createUser({ name: 'ci' });
    cloud.call({ as: cloud.createKey('ci'), service: 'ec2', action: 'DescribeInstances' });

    expect(only(cloud, 'DescribeInstances')).toMatchObject({ errorCode: 'Client.UnauthorizedOperation' });
  });

  it('of object calls are data events about object and bucket', () => {
    const { cloud, key } = stage();
    cloud.createBucket({ name: 'files' });
    cloud.call({ as: key, service: 's3', action: 'PutObject', params: { Bucket: 'files', Key: 'a/b', Body: 'x' } });

    expect(only(cloud, 'PutObject')).toMatchObject({
      eventCategory: 'Data',
      managementEvent: false,
      requestParameters: { bucketName: 'files', key: 'a/b' },
      responseElements: null,
      resources: [
        { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::files/a/b' },
        { accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::files' },
      ],
    });
  });

  it('exist also for services that the simulator does not know', () => {
    const { cloud, key } = stage();
    cloud.call({ as: key, service: 'bedrock', action: 'InvokeModel', region: 'us-west-2', params: { ModelId: 'm' } });

    expect(only(cloud, 'InvokeModel')).toMatchObject({
      eventSource: 'bedrock.amazonaws.com',
      awsRegion: 'us-west-2',
      readOnly: false,
      requestParameters: { modelId: 'm' },
    });
  });

  it('are never made for calls that fail authentication', () => {
    const { cloud } = makeCloud();

    const reply = cloud.call({ as: 'AKIAUNKNOWN', service: 'iam', action: 'ListUsers' });

    expect(reply).toMatchObject({ ok: false, error: 'InvalidClientTokenId' });
    expect(cloud.journal.records()).toEqual([]);
  });

  it('are the same in every run of the same seed, and others for another', () => {
    const run = (seed: string): string => {
      const { cloud } = makeCloud({ seed });
      cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
      const key = cloud.createKey('ci');
      for (const action of ['ListUsers', 'CreateAccessKey']) cloud.call({ as: key, service: 'iam', action });
      return JSON.stringify(cloud.journal.records());
    };

    expect(run('one')).toBe(run('one'));
    expect(run('one')).not.toBe(run('two'));
  });
});
