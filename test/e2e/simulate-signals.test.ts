import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import {
  GetFindingsCommand,
  GuardDutyClient,
  ListDetectorsCommand,
  ListFindingsCommand,
} from '@aws-sdk/client-guardduty';
import {
  DescribeAffectedEntitiesCommand,
  DescribeEventDetailsCommand,
  DescribeEventsCommand,
  HealthClient,
} from '@aws-sdk/client-health';
import { IAMClient, ListAttachedUserPoliciesCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/simulate/aws/model.ts';
import { type ClientConfig, clientConfig, type Stage, startStage } from './simulate-support.ts';

describe('what AWS itself has to say, asked by the real clients', () => {
  let stage: Stage;
  let config: ClientConfig;
  let key: AccessKey;

  beforeEach(async () => {
    stage = await startStage();
    stage.aws.cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    key = stage.aws.cloud.createKey('ci');
    config = clientConfig(stage.aws, key);
  });

  afterEach(async () => {
    await stage.aws.close();
  });

  it('GuardDuty lists findings by the time of their update and gives them by id', async () => {
    const guardDuty = new GuardDutyClient(config);
    const accessKey = { id: key.id, principalId: 'AIDA', userName: 'ci' };
    const type = 'UnauthorizedAccess:IAMUser/MaliciousIPCaller';
    stage.aws.cloud.addFinding({ id: 'old', type, severity: 5, accessKey });
    stage.clock.advance(60_000);
    stage.aws.cloud.addFinding({ id: 'new', type, severity: 8, accessKey });

    const { DetectorIds } = await guardDuty.send(new ListDetectorsCommand({}));
    const DetectorId = DetectorIds?.[0];
    const since = { Criterion: { updatedAt: { GreaterThanOrEqual: stage.clock.now() } } };
    const listed = await guardDuty.send(new ListFindingsCommand({ DetectorId, FindingCriteria: since }));
    const found = await guardDuty.send(new GetFindingsCommand({ DetectorId, FindingIds: listed.FindingIds }));

    expect(listed.FindingIds).toEqual(['new']);
    expect(found.Findings?.[0]).toMatchObject({
      Type: type,
      Severity: 8,
      Resource: { AccessKeyDetails: { AccessKeyId: key.id, UserName: 'ci' } },
    });
  });

  it('Health tells of exposed keys to accounts with a support plan', async () => {
    const health = new HealthClient(config);
    const metadata = { exposedUrl: 'https://example.com/leak' };
    stage.aws.cloud.addHealthEvent({ code: 'AWS_RISK_CREDENTIALS_EXPOSED', entities: [key.id], metadata });

    const events = await health.send(new DescribeEventsCommand({ filter: { services: ['RISK'] } }));
    const eventArns = events.events?.map((event) => event.arn ?? '') ?? [];
    const details = await health.send(new DescribeEventDetailsCommand({ eventArns }));
    const entities = await health.send(new DescribeAffectedEntitiesCommand({ filter: { eventArns } }));

    expect(events.events?.[0]).toMatchObject({ eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', service: 'RISK' });
    expect(events.events?.[0]?.lastUpdatedTime?.toISOString()).toBe('2026-11-23T12:00:00.000Z');
    expect(details.successfulSet?.[0]?.eventMetadata).toEqual(metadata);
    expect(entities.entities?.map((entity) => entity.entityValue)).toEqual([key.id]);
  });

  it('Health refuses accounts without a plan', async () => {
    stage.aws.cloud.configure({ supportPlan: false });

    const attempt = new HealthClient(config).send(new DescribeEventsCommand({}));

    await expect(attempt).rejects.toMatchObject({ name: 'SubscriptionRequiredException' });
  });

  it('a quarantine is attached in the name of the user itself', async () => {
    stage.aws.cloud.quarantine(key);

    const attached = await new IAMClient(config).send(new ListAttachedUserPoliciesCommand({ UserName: 'ci' }));

    expect(attached.AttachedPolicies?.map((policy) => policy.PolicyName)).toContain('AWSCompromisedKeyQuarantineV3');
    expect(stage.aws.cloud.journal.records('AttachUserPolicy')[0]).toMatchObject({
      sourceIPAddress: 'AWS Internal',
      userIdentity: { userName: 'ci', accessKeyId: key.id },
      requestParameters: { userName: 'ci', policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' },
    });
  });

  it('regions and accounts can be listed', async () => {
    stage.aws.cloud.in('444455556666', 'staging');

    const regions = await new AccountClient(config).send(new ListRegionsCommand({}));
    const accounts = await new OrganizationsClient(config).send(new ListAccountsCommand({}));

    expect(regions.Regions?.map((region) => region.RegionName)).toEqual(['us-east-1', 'eu-central-1', 'us-west-2']);
    expect(accounts.Accounts?.map((account) => [account.Id, account.State])).toEqual([
      ['111122223333', 'ACTIVE'],
      ['444455556666', 'ACTIVE'],
    ]);
  });
});
