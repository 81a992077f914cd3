import { type ZodType, z } from 'zod';
import type { SecretRef } from '../../src/core/secret-ref.ts';
import type { Millis } from '../../src/core/time.ts';
import { MINUTE } from '../../src/core/time.ts';
import { durationField, secretRefField } from '../../src/kit/config-fields.ts';
import { type RecordBucket, recordBucketSchema } from './config/bucket.ts';
import { type OrganizationConfig, organizationSchema } from './config/organization.ts';
import { accountId, folder, region, roleArn } from './config/parts.ts';

/** One watched account and how we get into it. */
export interface AccountConfig {
  readonly id: string;
  readonly name: string;
  /** Assumed for reading; '' uses our own credentials as they are. */
  readonly roleArn: string;
  /** Assumed by approved runs alone; '' means that this account is only watched. */
  readonly respondRoleArn: string;
  readonly externalId: string;
  readonly regions: 'discover' | readonly string[];
}

export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: SecretRef;
  readonly sessionToken?: SecretRef | undefined;
}

export interface BucketConfig {
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
  /** `o-…` to read an organisation trail only; '' reads every account below `AWSLogs/`. */
  readonly organization: string;
  /** Account whose read role opens the bucket; '' for the first. */
  readonly account: string;
}

export interface QueueConfig {
  readonly queueUrl: string;
  readonly region: string;
  readonly account: string;
}

export interface SourcesConfig {
  readonly lookupEvents: { readonly enabled: boolean; readonly overlap: Millis };
  readonly s3?: BucketConfig | undefined;
  readonly sqs?: QueueConfig | undefined;
  readonly buckets: readonly RecordBucket[];
  readonly guardDuty: boolean;
  readonly health: boolean;
}

export interface AwsConfig {
  readonly credentials?: StaticCredentials | undefined;
  readonly profile: string;
  /** Where global services write their events: us-east-1 except in other partitions. */
  readonly homeRegion: string;
  readonly accounts: readonly AccountConfig[];
  readonly organization?: OrganizationConfig | undefined;
  readonly sources: SourcesConfig;
  readonly endpoint: string;
}

/** Below this, events that CloudTrail publishes late would be lost between two windows. */
const LEAST_OVERLAP = 15 * MINUTE;

const accountSchema: ZodType<AccountConfig> = z
  .strictObject({
    id: accountId.describe('The account, 12 digits in quotes.'),
    name: z.string().default('').describe('What you call it; shown beside the id.'),
    'role-arn': roleArn
      .or(z.literal(''))
      .default('')
      .describe('Role assumed for reading. Without it our own credentials read.'),
    'respond-role-arn': roleArn
      .or(z.literal(''))
      .default('')
      .describe('Role assumed by approved runs only. Without it the account is watched and never changed.'),
    'external-id': z.string().default('').describe('External id that the trust policies of both roles ask for.'),
    regions: z
      .union([z.literal('discover'), z.array(region).min(1)], "must be 'discover' or a list of regions")
      .default('discover')
      .describe('Regions to watch; the home region is always among them.'),
  })
  .transform((entry) => ({
    id: entry.id,
    name: entry.name,
    roleArn: entry['role-arn'],
    respondRoleArn: entry['respond-role-arn'],
    externalId: entry['external-id'],
    regions: entry.regions,
  }));

const bucketSchema = z.strictObject({
  bucket: z.string().min(3).describe('Bucket that the trail delivers to.'),
  region: region.default('us-east-1').describe('Region of the bucket.'),
  prefix: folder.describe('What stands before `AWSLogs/` in the object names.'),
  organization: z
    .string()
    .regex(/^(o-[a-z0-9]{10,32})?$/, 'must be an organisation id such as o-a1b2c3d4e5')
    .default('')
    .describe('Read this organisation trail only, not other trails in the same bucket.'),
  account: accountId
    .or(z.literal(''))
    .default('')
    .describe('Account whose read role opens the bucket; the first by default.'),
});

const queueSchema: ZodType<QueueConfig> = z
  .strictObject({
    'queue-url': z.url('must be the address of a queue').describe('Queue that is told of new log files.'),
    region: region.default('us-east-1').describe('Region of the queue and the bucket.'),
    account: accountId
      .or(z.literal(''))
      .default('')
      .describe('Account whose read role opens the queue; the first by default.'),
  })
  .transform((entry) => ({ queueUrl: entry['queue-url'], region: entry.region, account: entry.account }));

const lookupSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe('Read the event history of each account and region (management events, 90 days).'),
  overlap: durationField('How much of the past each poll reads again, for events that are published late.', {
    min: LEAST_OVERLAP,
  })
    .optional()
    .transform((ms) => ms ?? 30 * MINUTE),
});

const sourcesSchema: ZodType<SourcesConfig> = z
  .strictObject({
    'lookup-events': lookupSchema.prefault({}).describe('CloudTrail event history: needs no set-up.'),
    s3: bucketSchema.optional().describe('A trail in a bucket, read by listing.'),
    sqs: queueSchema.optional().describe('A trail in a bucket, read by the notifications in a queue.'),
    buckets: z
      .array(recordBucketSchema)
      .refine(areApart, 'must not name the same bucket and prefix twice')
      .default([])
      .describe('Buckets into which other systems write their audit records.'),
    'guard-duty': z.boolean().default(true).describe('Findings of GuardDuty about access keys.'),
    health: z.boolean().default(true).describe('AWS Health events about exposed keys; needs a support plan.'),
  })
  .transform((entry) => ({
    lookupEvents: entry['lookup-events'],
    s3: entry.s3,
    sqs: entry.sqs,
    buckets: entry.buckets,
    guardDuty: entry['guard-duty'],
    health: entry.health,
  }));

/** A bucket and prefix is one source with one position. */
function areApart(buckets: readonly RecordBucket[]): boolean {
  return new Set(buckets.map(({ bucket, prefix }) => `${bucket}/${prefix}`)).size === buckets.length;
}

const staticCredentials: ZodType<StaticCredentials> = z
  .strictObject({
    'access-key-id': z
      .string()
      .regex(/^A[A-Z0-9]{15,}$/, 'must be an access key id')
      .describe('Key id; not secret.'),
    'secret-access-key': secretRefField('The secret half of the key.', {
      title: 'secret access key',
      formats: ['aws.secret-access-key'],
    }),
    'session-token': secretRefField('For temporary credentials.', {
      title: 'session token',
      formats: ['aws.session-token'],
    }).optional(),
  })
  .transform((entry) => ({
    accessKeyId: entry['access-key-id'],
    secretAccessKey: entry['secret-access-key'],
    sessionToken: entry['session-token'],
  }));

/** `connectors.aws` of the configuration. */
export const AWS_CONFIG: ZodType<AwsConfig> = z
  .strictObject({
    credentials: staticCredentials
      .optional()
      .describe('A key of our own. Left out, the usual chain is asked: environment, profile, container, instance.'),
    profile: z.string().default('').describe('Profile of the shared AWS configuration files.'),
    'home-region': region.default('us-east-1').describe('Where IAM events land; another one in GovCloud and China.'),
    accounts: z
      .array(accountSchema)
      .default([])
      .describe('Accounts to watch; left out, the one our credentials belong to.'),
    organization: organizationSchema
      .optional()
      .describe(
        'Watches every account of an organisation, new ones as they appear. What `accounts` says of one goes first.',
      ),
    sources: sourcesSchema.prefault({}).describe('Where audit records are read.'),
    endpoint: z
      .union([z.url(), z.literal('')])
      .default('')
      .describe('Sends every request here instead of AWS: for simulators.'),
  })
  .superRefine(({ accounts, organization, sources }, context) => {
    if (organization === undefined || accounts.length > 0) return;
    // "The first account" would be whichever is listed first.
    const places = { s3: sources.s3, sqs: sources.sqs, ...Object.fromEntries(sources.buckets.entries()) };
    const unnamed = Object.entries(places).find(([, place]) => place?.account === '')?.[0];
    if (unnamed === undefined) return;
    const path = /^\d/.test(unnamed) ? ['sources', 'buckets', Number(unnamed)] : ['sources', unnamed];
    const message = 'needs an account: with an organisation nobody can tell whose role opens it';
    context.addIssue({ code: 'custom', path, message });
  })
  .transform((entry) => ({
    credentials: entry.credentials,
    profile: entry.profile,
    homeRegion: entry['home-region'],
    accounts: entry.accounts,
    organization: entry.organization,
    sources: entry.sources,
    endpoint: entry.endpoint,
  }));
