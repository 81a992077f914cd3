import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import type { ConnectorContext, RunIdentity } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { AwsAccess } from '../accounts/clients.ts';
import { asRole, clientOptions, ownAccess } from '../accounts/clients.ts';
import type { AwsConfig } from '../config.ts';
import type { Hands, KeyPair } from './hands.ts';
import { regionsOf } from './regions.ts';

interface Closable {
  destroy(): void;
}

/** Opens what one run acts with. Nothing is called yet; `close` ends all connections. */
export function openHands(config: AwsConfig, context: ConnectorContext, run: RunIdentity): Hands & { close(): void } {
  const own = ownAccess(config, context);
  const sessionName = sessionNameOf(run);
  const home = config.homeRegion;
  const roles = new Map<string, AwsAccess>();
  const clients = new Map<string, Closable>();

  function accessTo(id: string): AwsAccess {
    const known = roles.get(id);
    if (known !== undefined) return known;
    const account = config.accounts.find((one) => one.id === id);
    if (account === undefined || account.respondRoleArn === '') throw notAllowed(id);
    const access = asRole(own, home, { arn: account.respondRoleArn, externalId: account.externalId, sessionName });
    roles.set(id, access);
    return access;
  }

  function once<T extends Closable>(
    service: string,
    make: (access: AwsAccess, region: string) => T,
  ): (account: string, region: string) => T {
    const made = new Map<string, T>();
    return (account, region) => {
      const key = `${account} ${region}`;
      const client = made.get(key) ?? make(accessTo(account), region);
      made.set(key, client);
      clients.set(`${service} ${key}`, client);
      return client;
    };
  }

  /** Signs with a key under test; the client lives as long as the run. */
  function trying<T extends Closable>(key: KeyPair, make: (access: AwsAccess, region: string) => T): T {
    const credentials = { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey.reveal() };
    const client = make({ ...own, credentials }, home);
    clients.set(`trying ${String(clients.size)}`, client);
    return client;
  }

  const regions = once('account', (access, at) => new AccountClient(clientOptions(access, at)));
  const iam = once('iam', (access, region) => new IAMClient(clientOptions(access, region)));
  return {
    clock: context.clock,
    sessionName,
    home,
    regionsOf: (account) => regionsOf(config, account, () => regions(account, home)),
    iam: (account) => iam(account, home),
    cloudTrail: once('cloudtrail', (access, region) => new CloudTrailClient(clientOptions(access, region))),
    secretsManager: once('secretsmanager', (access, region) => new SecretsManagerClient(clientOptions(access, region))),
    stsAs: (key) => trying(key, (access, region) => new STSClient(clientOptions(access, region))),
    iamAs: (key) => trying(key, (access, region) => new IAMClient(clientOptions(access, region))),
    secret: context.secret,
    close: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}

/** At most 64 characters of `[\w+=,.@-]` (STS reference, RoleSessionName). */
export function sessionNameOf(run: RunIdentity): string {
  return `keywatch-${run.runId}`.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);
}

function notAllowed(account: string): AppError {
  return new AppError(`account ${account} is not one that Keywatch may act in`, {
    code: 'AWS_ACCOUNT_NOT_ARMED',
    kind: 'config',
    hint: `Set respond-role-arn for account ${account} under connectors.aws.accounts.`,
  });
}
