import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { HealthClient } from '@aws-sdk/client-health';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import type { ConnectorContext } from '../../../src/core/connector.ts';
import type { AccountConfig, AwsConfig } from '../config.ts';
import { asking } from '../failures.ts';
import type { AwsAccess, ClientOptions } from './clients.ts';
import { asRole, clientOptions, ownAccess } from './clients.ts';

/** SDK clients of the reading half. None of them is used to change anything. */
export interface ReadingClients {
  account(account: string): AccountClient;
  cloudTrail(account: string, region: string): CloudTrailClient;
  guardDuty(account: string, region: string): GuardDutyClient;
  health(account: string): HealthClient;
  iam(account: string): IAMClient;
  s3(account: string, region: string): S3Client;
  sqs(account: string, region: string): SQSClient;
  sts(account: string): STSClient;
  /** Of the account that may list the others. */
  organizations(): OrganizationsClient;
  /** Before any role is assumed: who are we at all? */
  ownSts(): STSClient;
  /** The accounts as they are now known, with the roles that lead into them. */
  know(accounts: readonly AccountConfig[]): void;
  /** Id of the key that our own credentials consist of at present. */
  ownKeyId(): Promise<string>;
  /** Ids of all session keys that these clients have used so far. */
  readonly sessions: ReadonlySet<string>;
  close(): void;
}

interface Closable {
  destroy(): void;
}

const SESSION_NAME = 'keywatch-read';

/** Makes clients as they are asked for and keeps them: one for each service, account and region. */
export function readingClients(config: AwsConfig, context: ConnectorContext): ReadingClients {
  const closers: (() => void)[] = [];
  const sessions = new Set<string>();
  const own = ownAccess(config, context);
  const accesses = new Map<string, AwsAccess>();
  let accounts = config.accounts;
  let lister: OrganizationsClient | null = null;

  const accessBy = (arn: string, externalId: string): AwsAccess => {
    const role = { arn, externalId, sessionName: SESSION_NAME };
    return arn === '' ? own : asRole(own, config.homeRegion, role, (session) => sessions.add(session));
  };
  const accessTo = (id: string): AwsAccess => {
    const known = accesses.get(id);
    if (known !== undefined) return known;
    const account = accounts.find((one) => one.id === id);
    const access = accessBy(account?.roleArn ?? '', account?.externalId ?? '');
    accesses.set(id, access);
    return access;
  };
  const closable = <T extends Closable>(client: T): T => {
    closers.push(() => client.destroy());
    return client;
  };
  const each = <T extends Closable>(make: (options: ClientOptions) => T): ((account: string, region?: string) => T) => {
    const kept = new Map<string, T>();
    return (account, region = config.homeRegion) => {
      const known = kept.get(`${account}/${region}`);
      if (known !== undefined) return known;
      const client = closable(make(clientOptions(accessTo(account), region)));
      kept.set(`${account}/${region}`, client);
      return client;
    };
  };

  return {
    account: each((options) => new AccountClient(options)),
    cloudTrail: each((options) => new CloudTrailClient(options)),
    guardDuty: each((options) => new GuardDutyClient(options)),
    health: each((options) => new HealthClient(options)),
    iam: each((options) => new IAMClient(options)),
    s3: each((options) => new S3Client({ ...options, forcePathStyle: config.endpoint !== '' })),
    sqs: each((options) => new SQSClient(options)),
    sts: each((options) => new STSClient(options)),
    organizations() {
      const { listRoleArn = '', externalId = '' } = config.organization ?? {};
      lister ??= closable(new OrganizationsClient(clientOptions(accessBy(listRoleArn, externalId), config.homeRegion)));
      return lister;
    },
    know(found) {
      accounts = found;
    },
    ownSts: () => closable(new STSClient(clientOptions(own, config.homeRegion))),
    ownKeyId: async () => {
      const { credentials } = own;
      const key = typeof credentials === 'function' ? await asking('find credentials', credentials) : credentials;
      return key.accessKeyId;
    },
    sessions,
    close() {
      for (const close of closers.splice(0)) close();
    },
  };
}
