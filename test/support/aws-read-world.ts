import type { AwsConfig } from '../../connectors/aws/config.ts';
import { AWS_CONFIG } from '../../connectors/aws/config.ts';
import { AWS } from '../../connectors/aws/index.ts';
import { openAws } from '../../connectors/aws/reader.ts';
import type { ConnectorContext, ConnectorReader, RecordFormat } from '../../src/core/connector.ts';
import { Secret } from '../../src/core/secret.ts';
import type { AccessKey } from '../../src/simulate/aws/model.ts';
import type { SimulatedAws, SimulatedAwsOptions } from '../../src/simulate/aws/server.ts';
import { startSimulatedAws } from '../../src/simulate/aws/server.ts';
import { FakeClock } from './fake-clock.ts';

/** 2026-11-23T12:00:00Z */
export const READ_START: number = Date.UTC(2026, 10, 23, 12);

export const AWS_FORMATS: readonly RecordFormat[] = AWS.formats;

/** What stands under `connectors.aws`, before it is parsed. */
export interface WrittenConfig {
  readonly endpoint: string;
  readonly credentials: Readonly<Record<'access-key-id' | 'secret-access-key', string>>;
  readonly accounts: readonly [
    { readonly id: string; readonly 'role-arn': string; readonly regions: readonly string[] },
  ];
}

/** A simulated account, a role that Keywatch reads with, and a user `app` who does things. */
export interface AwsReadWorld {
  readonly aws: SimulatedAws;
  readonly clock: FakeClock;
  readonly key: AccessKey;
  readonly hub: AccessKey;
  readonly config: AwsConfig;
  /** The same as a person would write it. */
  readonly written: WrittenConfig;
  readonly context: ConnectorContext;
  readonly logged: string[];
  open(change?: Readonly<Record<string, unknown>>): Promise<ConnectorReader>;
  close(): Promise<void>;
}

const READ_ACTIONS = [
  'account:ListRegions',
  'cloudtrail:Describe*',
  'cloudtrail:Get*',
  'cloudtrail:List*',
  'cloudtrail:LookupEvents',
  'guardduty:Get*',
  'guardduty:List*',
  'health:Describe*',
  'iam:Get*',
  'iam:List*',
  'iam:Generate*',
  'organizations:ListAccounts',
  's3:GetObject',
  's3:ListBucket',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];

export async function anAwsReadWorld(
  options: Partial<SimulatedAwsOptions> = {},
  start: number = READ_START,
): Promise<AwsReadWorld> {
  const clock = new FakeClock(start);
  const aws = await startSimulatedAws({ clock, seed: 'read', timing: 'prompt', ...options });
  const { cloud } = aws;
  cloud.createUser({ name: 'keywatch-hub', allow: ['sts:AssumeRole'] });
  const hub = cloud.createKey('keywatch-hub');
  const role = cloud.createRole({ name: 'keywatch-read', trusts: [aws.account], allow: READ_ACTIONS });
  cloud.createUser({ name: 'app', allow: ['*'] });
  const key = cloud.createKey('app');
  const written: WrittenConfig = {
    endpoint: aws.url,
    credentials: { 'access-key-id': hub.id, 'secret-access-key': 'env:HUB_SECRET' },
    accounts: [{ id: aws.account, 'role-arn': role.arn, regions: ['us-east-1'] }],
  };
  const logged: string[] = [];
  const context: ConnectorContext = {
    clock,
    log: (level, message, fields) => logged.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`),
    secret: (reference) =>
      reference === 'env:HUB_SECRET'
        ? Promise.resolve(new Secret(hub.secret))
        : Promise.reject(new Error(`no secret behind ${reference}`)),
    env: () => undefined,
    signal: new AbortController().signal,
  };
  const readers: ConnectorReader[] = [];
  return {
    aws,
    clock,
    key,
    hub,
    config: AWS_CONFIG.parse(written),
    written,
    context,
    logged,
    open: async (change = {}) => {
      const reader = await openAws(AWS_CONFIG.parse({ ...written, ...change }), context);
      readers.push(reader);
      return reader;
    },
    close: async () => {
      await Promise.all(readers.map((reader) => reader.close()));
      await aws.close();
    },
  };
}
