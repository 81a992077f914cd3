import { beforeEach, describe, expect, it } from 'vitest';
import type { AwsCloud } from '../../../src/simulate/aws/cloud.ts';
import type { AccessKey } from '../../../src/simulate/aws/model.ts';
import type { JsonObject } from '../../../src/simulate/json.ts';
import { makeCloud } from './support.ts';

describe('small services', () => {
  let cloud: AwsCloud;
  let key: AccessKey;

  beforeEach(() => {
    ({ cloud } = makeCloud({ settings: { regions: ['us-east-1', 'ap-south-1'] } }));
    cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    key = cloud.createKey('ci');
  });

  function answer(service: string, action: string, params: JsonObject = {}): unknown {
    const reply = cloud.call({ as: key, service, action, params });
    return reply.ok ? reply.body : reply.error;
  }

  it('EC2 knows the regions', () => {
    expect(answer('ec2', 'DescribeRegions')).toMatchObject({
      regionInfo: [{ regionName: 'us-east-1' }, { regionName: 'ap-south-1' }],
    });
  });

  it('Organizations pages its accounts', () => {
    cloud.in('444455556666', 'staging');

    const first = answer('organizations', 'ListAccounts', { MaxResults: 1 }) as JsonObject;
    const second = answer('organizations', 'ListAccounts', { MaxResults: 1, NextToken: first['NextToken'] });

    expect(first).toMatchObject({ Accounts: [{ Id: '111122223333', State: 'ACTIVE' }] });
    expect(second).toMatchObject({ Accounts: [{ Id: '444455556666', Name: 'staging' }] });
    expect(second).not.toHaveProperty('NextToken');
    expect(answer('organizations', 'ListAccounts', { NextToken: 'x' })).toBe('InvalidInputException');
    expect(answer('organizations', 'DescribeOrganization')).toMatchObject({ Organization: { Id: 'o-exampleorgid' } });
  });

  it('Parameter Store reads what was set', () => {
    cloud.setParameter('/keywatch/db', 'value-of-it');

    expect(answer('ssm', 'GetParameter', { Name: '/keywatch/db', WithDecryption: true })).toMatchObject({
      Parameter: { Value: 'value-of-it', Type: 'SecureString' },
    });
    expect(answer('ssm', 'GetParameter', { Name: '/none' })).toBe('ParameterNotFound');
    expect(JSON.stringify(cloud.journal.records())).not.toContain('value-of-it');
  });

  it('service-specific credentials live on beside the keys until they are dealt with', () => {
    const made = { id: 'ACCAEXAMPLE', serviceName: 'bedrock.amazonaws.com', createdAt: 0, status: 'Active' as const };
    cloud.user('ci').serviceCredentials.push(made);
    const target = { UserName: 'ci', ServiceSpecificCredentialId: made.id };

    answer('iam', 'UpdateServiceSpecificCredential', { ...target, Status: 'Inactive' });
    const list = answer('iam', 'ListServiceSpecificCredentials', { UserName: 'ci' });

    expect(list).toMatchObject({ ServiceSpecificCredentials: [{ Status: 'Inactive', ServiceName: made.serviceName }] });
    expect(answer('iam', 'DeleteUser', { UserName: 'ci' })).toBe('DeleteConflict');
    expect(answer('iam', 'DeleteServiceSpecificCredential', target)).toEqual({});
    expect(answer('iam', 'DeleteServiceSpecificCredential', target)).toBe('NoSuchEntity');
  });
});
