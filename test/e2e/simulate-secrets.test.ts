import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientConfig, type Stage, startStage } from './simulate-support.ts';

const NEXT = '00000000-0000-4000-8000-000000000002';
const SecretId = 'app/db';

describe('simulated Secrets Manager, asked by the real client', () => {
  let stage: Stage;
  let secrets: SecretsManagerClient;
  let first: string;

  beforeEach(async () => {
    stage = await startStage();
    stage.aws.cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
    secrets = new SecretsManagerClient(clientConfig(stage.aws, stage.aws.cloud.createKey('ci')));
    const made = await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'old-value' }));
    first = made.VersionId ?? '';
  });

  afterEach(async () => {
    secrets.destroy();
    await stage.aws.close();
  });

  const value = async (VersionStage?: string): Promise<string | undefined> => {
    const answer = await secrets.send(new GetSecretValueCommand({ SecretId, VersionStage }));
    return answer.SecretString;
  };

  const putPending = (SecretString: string = 'new-value'): Promise<unknown> =>
    secrets.send(
      new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken: NEXT, VersionStages: ['AWSPENDING'] }),
    );

  it('keeps a pending version beside the current one', async () => {
    await putPending();

    expect(await value()).toBe('old-value');
    expect(await value('AWSPENDING')).toBe('new-value');
    await expect(value('AWSPREVIOUS')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('promotes by moving the label, and the old version becomes the previous one', async () => {
    await putPending();
    const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: NEXT };

    const careless = secrets.send(new UpdateSecretVersionStageCommand(move));
    await expect(careless).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await secrets.send(new UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId: first }));

    const described = await secrets.send(new DescribeSecretCommand({ SecretId }));
    expect(await value()).toBe('new-value');
    expect(await value('AWSPREVIOUS')).toBe('old-value');
    expect(described.VersionIdsToStages).toEqual({ [first]: ['AWSPREVIOUS'], [NEXT]: ['AWSCURRENT', 'AWSPENDING'] });
  });

  it('accepts the same write twice and refuses the same token with another value', async () => {
    await putPending();
    await putPending();

    await expect(putPending('other')).rejects.toMatchObject({ name: 'ResourceExistsException' });
    const versions = await secrets.send(new ListSecretVersionIdsCommand({ SecretId }));
    expect(versions.Versions).toHaveLength(2);
  });

  it('makes a value current at once when no stage is named', async () => {
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'direct' }));

    expect(await value()).toBe('direct');
    expect(await value('AWSPREVIOUS')).toBe('old-value');
  });

  it('lists secrets of its region', async () => {
    stage.aws.cloud.createSecret({ name: 'elsewhere', value: 'x', region: 'eu-central-1' });

    const list = await secrets.send(new ListSecretsCommand({}));

    expect(list.SecretList?.map((secret) => secret.Name)).toEqual([SecretId]);
    expect(list.SecretList?.[0]?.ARN).toMatch(
      /^arn:aws:secretsmanager:us-east-1:111122223333:secret:app\/db-[A-Za-z0-9]{6}$/,
    );
  });

  it('writes no value into any record', async () => {
    await putPending();
    await value();

    const journal = JSON.stringify(stage.aws.cloud.journal.records());

    expect(journal).toContain('"eventName":"GetSecretValue"');
    expect(journal).not.toMatch(/old-value|new-value/);
  });
});
