import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectorContext } from '../../src/app/setup/connector-context.ts';
import { CONNECTORS } from '../../src/app/setup/connectors.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { ConnectorContext } from '../../src/core/connector.ts';
import { type AwsActWorld, anAwsActWorld } from '../support/aws-act-world.ts';
import { fakeSystem } from '../support/fake-system.ts';

let world: AwsActWorld;

beforeEach(async () => {
  world = await anAwsActWorld();
});
afterEach(() => world.aws.close());

async function resolver(secretReference: string): Promise<ConnectorContext['secret']> {
  const { aws, config } = world;
  const [account] = config.accounts;
  const yaml = `connectors:
  aws:
    endpoint: ${aws.url}
    credentials:
      access-key-id: ${config.credentials?.accessKeyId ?? ''}
      secret-access-key: ${secretReference}
    accounts:
      - id: "${aws.account}"
        respond-role-arn: ${account?.respondRoleArn ?? ''}
`;
  const loaded = await loadConfig(yaml, '/etc/keywatch.yaml', { connectors: Object.values(CONNECTORS) });
  if (loaded.kind === 'invalid') throw new Error(JSON.stringify(loaded.problems));
  const system = {
    ...fakeSystem({ env: { HUB_SECRET: world.secrets.get('env:HUB_SECRET') ?? '' } }),
    clock: world.clock,
  };
  const settings = { config: loaded.config, file: '/etc/keywatch.yaml' };
  const around = { system, connectors: CONNECTORS, cwd: '/' };
  return connectorContext(around, settings, () => undefined, new AbortController().signal).secret;
}

describe('a secret of ours in Secrets Manager', () => {
  it('is read by the acting role, in a session that says what it is for', async () => {
    world.aws.cloud.createSecret({ name: 'prod/slack-webhook', value: 'https://hooks.example/1' });
    const secret = await resolver('env:HUB_SECRET');

    expect((await secret('aws:prod/slack-webhook')).reveal()).toBe('https://hooks.example/1');

    expect(JSON.stringify(world.aws.cloud.journal.records('GetSecretValue'))).toContain('keywatch-read-secret');
  });

  it('cannot be the one that opens Secrets Manager', async () => {
    const secret = await resolver('aws:prod/own-key');

    await expect(secret('aws:prod/slack-webhook')).rejects.toMatchObject({
      kind: 'config',
      code: 'CONFIG_SECRET_MISSING',
      message: 'the credentials of aws cannot be read from the store that they open (aws -> aws)',
    });
  });
});
