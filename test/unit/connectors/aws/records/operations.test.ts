import { describe, expect, it } from 'vitest';
import { operationOf } from '../../../../../connectors/aws/records/operations.ts';
import { call, eventOf } from '../records.ts';

const HOST = '.amazonaws.com';

describe('operationOf', () => {
  it.each([
    ['sts', 'GetCallerIdentity', 'read', ['identity-check']],
    ['sts', 'AssumeRole', 'mint', []],
    ['sts', 'AssumeRoleWithWebIdentity', 'mint', []],
    ['sts', 'AssumeRoot', 'mint', []],
    ['iam', 'CreateAccessKey', 'mint', ['credential-write']],
    ['iam', 'ListUsers', 'read', ['enumerate']],
    ['iam', 'GetAccountAuthorizationDetails', 'read', ['enumerate']],
    ['iam', 'AttachUserPolicy', 'grant', ['policy-write']],
    ['iam', 'DetachUserPolicy', 'deny', ['policy-write']],
    ['iam', 'CreatePolicyVersion', 'grant', ['policy-write']],
    ['iam', 'UpdateAccessKey', 'unknown', ['credential-write']],
    ['iam', 'DeleteAccessKey', 'delete', ['credential-write']],
    ['iam', 'UpdateAccountPasswordPolicy', 'unknown', []],
    ['s3', 'PutBucketPolicy', 'grant', ['policy-write']],
    ['ecr', 'PutLifecyclePolicy', 'unknown', []],
    ['secretsmanager', 'GetSecretValue', 'read', ['secret-read']],
    ['secretsmanager', 'BatchGetSecretValue', 'read', ['secret-read']],
    ['ec2', 'GetPasswordData', 'read', ['secret-read']],
    ['ec2', 'DescribeInstances', 'read', ['enumerate']],
    ['ec2', 'RunInstances', 'unknown', []],
    ['cloudtrail', 'StopLogging', 'disable-logging', ['logging']],
    ['cloudtrail', 'StartLogging', 'unknown', ['logging']],
    ['guardduty', 'DeleteDetector', 'disable-logging', ['logging']],
    ['signin', 'ConsoleLogin', 'authenticate', []],
    ['kms', 'Decrypt', 'read', []],
    ['ses', 'GetSendQuota', 'read', ['enumerate']],
  ])('%s:%s is a %s with %j', (service, name, verb, traits) => {
    expect(operationOf(service + HOST, name)).toMatchObject({ service, verb, traits });
  });

  it('sees through the API dates in names', () => {
    expect(operationOf(`lambda${HOST}`, 'AddPermission20150331v2')).toMatchObject({
      key: 'lambda:AddPermission',
      verb: 'grant',
    });
    expect(operationOf(`cloudfront${HOST}`, 'CreateFunction2020_05_31').key).toBe('cloudfront:CreateFunction');
  });

  it('gives the same answer for the same operation, as the same object', () => {
    expect(operationOf(`iam${HOST}`, 'ListRoles')).toBe(operationOf(`iam${HOST}`, 'ListRoles'));
  });

  it('does not fill memory when every name is new', () => {
    for (let at = 0; at < 45_000; at += 1) operationOf(`forged${HOST}`, `Operation${String(at)}`);
    expect(operationOf(`sts${HOST}`, 'GetCallerIdentity').traits).toEqual(['identity-check']);
  });
});

describe('the verb of a call', () => {
  it('is what the record says where the name says nothing', () => {
    expect(eventOf(call('kms', 'ReEncrypt', { readOnly: true })).verb).toBe('read');
    expect(eventOf(call('ec2', 'RunInstances')).verb).toBe('write');
    expect(eventOf(call('ec2', 'RunInstances', { readOnly: 'true' })).verb).toBe('read');
  });

  it('is that of its name where the record says otherwise', () => {
    expect(eventOf(call('sts', 'AssumeRole', { readOnly: true })).verb).toBe('mint');
  });
});

describe('the traits of a call', () => {
  const traits = (service: string, name: string, requestParameters: unknown): readonly string[] =>
    eventOf(call(service, name, { requestParameters, readOnly: true })).traits;

  it('count a parameter as read secret only when it was decrypted', () => {
    expect(traits('ssm', 'GetParameter', { name: '/app/db', withDecryption: true })).toEqual(['secret-read']);
    expect(traits('ssm', 'GetParameters', { names: ['/a', '/b'], withDecryption: 'true' })).toEqual(['secret-read']);
    expect(traits('ssm', 'GetParameter', { name: '/app/db', withDecryption: false })).toEqual([]);
    expect(traits('ssm', 'GetParameter', null)).toEqual([]);
  });

  it('count the start-up script of an instance as a secret', () => {
    expect(traits('ec2', 'DescribeInstanceAttribute', { instanceId: 'i-1', attribute: 'userData' })).toEqual([
      'enumerate',
      'secret-read',
    ]);
    expect(traits('ec2', 'DescribeInstanceAttribute', { instanceId: 'i-1', attribute: 'kernel' })).toEqual([
      'enumerate',
    ]);
  });
});
