import { armAws } from '../../connectors/aws/arm.ts';
import type { AwsConfig } from '../../connectors/aws/config.ts';
import { AWS_CONFIG } from '../../connectors/aws/config.ts';
import type { ConnectorActor, ConnectorContext } from '../../src/core/connector.ts';
import type { Credential } from '../../src/core/credential.ts';
import { Secret } from '../../src/core/secret.ts';
import type { AccessKey } from '../../src/simulate/aws/model.ts';
import type { SimulatedAws, SimulatedAwsOptions } from '../../src/simulate/aws/server.ts';
import { startSimulatedAws } from '../../src/simulate/aws/server.ts';
import { FakeClock } from './fake-clock.ts';
import { aCredential, NOON } from './plan-inputs.ts';

/** A simulated account with an acting role for Keywatch and one user `ci` whose key can be acted upon. */
export interface AwsActWorld {
  readonly aws: SimulatedAws;
  readonly clock: FakeClock;
  readonly key: AccessKey;
  readonly config: AwsConfig;
  /** What `secret` references resolve to. */
  readonly secrets: Map<string, string>;
  arm(runId: string): Promise<ConnectorActor>;
  /** Lets virtual time pass until the work is done. */
  done<T>(work: Promise<T>): Promise<T>;
}

/** @param allow what the acting role may do; everything when absent */
export async function anAwsActWorld(
  options: Partial<SimulatedAwsOptions> = {},
  allow: readonly string[] = ['*'],
): Promise<AwsActWorld> {
  const clock = new FakeClock(NOON);
  const aws = await startSimulatedAws({ clock, seed: 'act', timing: 'prompt', ...options });
  aws.cloud.createUser({ name: 'keywatch-hub', allow: ['sts:AssumeRole'] });
  const hub = aws.cloud.createKey('keywatch-hub');
  const role = aws.cloud.createRole({ name: 'keywatch-act', trusts: [aws.account], allow });
  aws.cloud.createUser({ name: 'ci', allow: ['*'] });
  const key = aws.cloud.createKey('ci');
  const config = AWS_CONFIG.parse({
    endpoint: aws.url,
    credentials: { 'access-key-id': hub.id, 'secret-access-key': 'env:HUB_SECRET' },
    accounts: [{ id: aws.account, 'respond-role-arn': role.arn, regions: ['us-east-1', 'eu-central-1'] }],
  });
  const secrets = new Map([['env:HUB_SECRET', hub.secret]]);
  const context: ConnectorContext = {
    clock,
    log: () => undefined,
    secret: (reference) => Promise.resolve(new Secret(secrets.get(reference) ?? '')),
    env: () => undefined,
    signal: new AbortController().signal,
  };
  return {
    aws,
    clock,
    key,
    config,
    secrets,
    arm: (runId) => armAws(config, context, { runId }),
    done: (work) => clock.runUntil(work),
  };
}

/** The credential that stands for an access key of a simulated user. */
export function credentialOf(key: AccessKey, change: Partial<Credential> = {}): Credential {
  return aCredential(`aws:${key.id}`, {
    account: key.account,
    actor: `arn:aws:iam::${key.account}:user/${key.userName ?? ''}`,
    createdAt: key.createdAt,
    ...change,
  });
}
