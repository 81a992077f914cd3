import { describe, expect, it } from 'vitest';
import { call, eventOf } from './records.ts';

const targets = (service: string, name: string, requestParameters: unknown, change = {}): readonly string[] =>
  eventOf(call(service, name, { requestParameters, ...change })).targets;

describe('the targets of a call', () => {
  it.each([
    ['secretsmanager', 'GetSecretValue', { secretId: 'app/db', versionStage: 'AWSCURRENT' }, ['app/db']],
    ['ssm', 'GetParameters', { names: ['/a', '/b'], withDecryption: true }, ['/a', '/b']],
    ['secretsmanager', 'BatchGetSecretValue', { secretIdList: ['one', 'two'] }, ['one', 'two']],
    ['secretsmanager', 'BatchGetSecretValue', { filters: [{ key: 'tag-key', values: ['prod'] }] }, ['prod']],
    [
      'iam',
      'UpdateAccessKey',
      { userName: 'ci', accessKeyId: 'AKIAEXAMPLE', status: 'Inactive' },
      ['AKIAEXAMPLE', 'ci'],
    ],
    ['iam', 'AttachUserPolicy', { userName: 'ci', policyArn: 'arn:p' }, ['ci', 'arn:p']],
    ['iam', 'PutRolePolicy', { roleName: 'r', policyName: 'inline', policyDocument: '{}' }, ['r', 'inline']],
    ['sts', 'AssumeRole', { roleArn: 'arn:r', roleSessionName: 'x' }, ['arn:r']],
    ['cloudtrail', 'StopLogging', { name: 'audit' }, ['audit']],
    ['s3', 'GetObject', { bucketName: 'b', key: 'path/file' }, ['b/path/file']],
    ['s3', 'GetBucketAcl', { bucketName: 'b', acl: '' }, ['b']],
    [
      'ec2',
      'TerminateInstances',
      { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
      ['i-1', 'i-2'],
    ],
    ['ec2', 'DescribeVpcs', { vpcSet: {}, filterSet: {} }, []],
    ['sts', 'GetCallerIdentity', null, []],
  ])('%s:%s %j are %j', (service, name, parameters, expected) => {
    expect(targets(service, name, parameters)).toEqual(expected);
  });

  it('are the resources where the parameters say nothing', () => {
    const resources = [{ ARN: 'arn:aws:kms:eu-central-1:1:key/k', type: 'AWS::KMS::Key' }];
    expect(targets('kms', 'Decrypt', { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }, { resources })).toEqual([
      'arn:aws:kms:eu-central-1:1:key/k',
    ]);
  });

  it('are found where service events put them', () => {
    const change = { eventType: 'AwsServiceEvent', additionalEventData: { ARN: 'arn:secret' } };
    expect(targets('secretsmanager', 'StartSecretVersionDelete', null, change)).toEqual(['arn:secret']);
  });

  it.each([
    [{ secretId: 7 }],
    [{ names: [1, null, {}] }],
    [{ instancesSet: 'x' }],
    [{ bucketName: '' }],
    ['text'],
    [[]],
  ])('are none when the parameters are %j', (parameters) => {
    expect(targets('ec2', 'Whatever', parameters).every((one) => typeof one === 'string')).toBe(true);
  });

  it('are cut when somebody makes them very long, and counted when there are very many', () => {
    expect(targets('ssm', 'GetParameter', { name: 'x'.repeat(9000) })[0]).toHaveLength(512);
    const many = Array.from({ length: 500 }, (_, at) => `/p/${String(at)}`);
    expect(targets('ssm', 'GetParameters', { names: many })).toHaveLength(100);
  });
});
