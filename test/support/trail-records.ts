import { createHash } from 'node:crypto';

export const ACCOUNT = '111122223333';
/** 2024-06-03T12:00:00Z: in the past for every machine that runs the tests. */
export const TRAIL_NOON: number = Date.UTC(2024, 5, 3, 12);

/** A key id that no scanner takes for a real one in the source: made at test time from a seed. */
export function keyIdOf(seed: string, prefix = 'AKIA'): string {
  const digest = createHash('sha256').update(seed).digest();
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + Array.from(digest.subarray(0, 16), (byte) => letters[byte % 32] ?? 'A').join('');
}

/** The form of a secret access key: 40 characters of mixed base64. */
export function secretOf(seed: string): string {
  return `Ab1${createHash('sha256').update(seed).digest('base64').replaceAll('=', '')}`.slice(0, 40);
}

export interface RecordSpec {
  readonly key?: string;
  readonly user?: string;
  readonly at?: number;
  readonly action?: string;
  readonly service?: string;
  readonly address?: string;
  readonly agent?: string;
  readonly error?: string;
  readonly request?: Readonly<Record<string, unknown>> | null;
  readonly response?: Readonly<Record<string, unknown>> | null;
}

let made = 0;

/** One audit record in the provider's wire form; every call makes another event. */
export function trailRecord(spec: RecordSpec = {}): Record<string, unknown> {
  made += 1;
  const { key = keyIdOf('deploy'), user = 'deploy', at = TRAIL_NOON + made * 1000, service = 's3' } = spec;
  const hash = createHash('sha256').update(`event ${made}`).digest('hex');
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDA${user.toUpperCase()}`,
      arn: `arn:aws:iam::${ACCOUNT}:user/${user}`,
      accountId: ACCOUNT,
      accessKeyId: key,
      userName: user,
    },
    eventTime: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName: spec.action ?? 'ListBuckets',
    awsRegion: 'us-east-1',
    sourceIPAddress: spec.address ?? '198.51.100.7',
    userAgent: spec.agent ?? 'aws-cli/2.30.0',
    ...(spec.error === undefined ? {} : { errorCode: spec.error }),
    requestParameters: spec.request ?? null,
    responseElements: spec.response ?? null,
    eventID: [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join(
      '-',
    ),
    eventType: 'AwsApiCall',
    recipientAccountId: ACCOUNT,
  };
}

/** A log file as it lies in a bucket. */
export function trailFile(records: readonly unknown[]): string {
  return JSON.stringify({ Records: records });
}

/** The deploy key makes a second key for an outsider, who then uses it: lineage, and an incident. */
export function theftRecords(stolen: string = keyIdOf('stolen')): readonly unknown[] {
  const minted = {
    action: 'CreateAccessKey',
    service: 'iam',
    address: '203.0.113.66',
    request: { userName: 'backup' },
    response: { accessKey: { userName: 'backup', accessKeyId: stolen, status: 'Active' } },
  };
  return [
    ...Array.from({ length: 5 }, () => trailRecord()),
    trailRecord(minted),
    trailRecord({ key: stolen, user: 'backup', address: '203.0.113.66', action: 'GetCallerIdentity', service: 'sts' }),
    ...Array.from({ length: 3 }, () => trailRecord({ key: stolen, user: 'backup', address: '203.0.113.66' })),
  ];
}
