import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the made trail looks like; the defaults follow what real trails were measured to look like. */
export interface TrailShape {
  readonly records: number;
  readonly perFile: number;
  readonly days: number;
  readonly keys: number;
  /** Part of the records that name no key (an AWS service acted). */
  readonly keyless: number;
  /** Part of the records that are delivered a second time, in another region's file. */
  readonly duplicates: number;
  /** Part of the keyed records that belong to a session seen only a few times. */
  readonly sessions: number;
  /** Part of the keyed calls that fail. */
  readonly errors: number;
}

export const REALISTIC: TrailShape = {
  records: 1_000_000,
  perFile: 7_500,
  days: 30,
  keys: 2_000,
  keyless: 0.3,
  duplicates: 0.05,
  sessions: 0.1,
  errors: 0.014,
};

const START = Date.UTC(2026, 8, 1);
const ACCOUNT = '111122223333';
const REGIONS = ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1'];
const SERVICES = ['ec2', 's3', 'iam', 'sts', 'kms', 'lambda', 'logs', 'monitoring', 'rds', 'dynamodb'];
const NOUNS = [
  'Instances',
  'Buckets',
  'Volumes',
  'Functions',
  'Alarms',
  'Tables',
  'Streams',
  'Images',
  'Subnets',
  'Tags',
];
const VERBS = ['Describe', 'List', 'Get', 'Describe', 'List', 'Get', 'Put', 'Create', 'Update', 'Delete'];
const AGENTS = [
  'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.173.0',
  'Boto3/1.34.149 md/Botocore#1.34.149 ua/2.0 os/linux#5.15 md/arch#x86_64 lang/python#3.12.4',
  'aws-cli/2.17.20 md/awscrt#0.20.11 ua/2.0 os/linux#6.1 md/arch#x86_64 lang/python#3.11.9 cfg/retry-mode#standard',
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.3 (+https://www.terraform.io) terraform-provider-aws/5.60.0',
];

/** Deterministic numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Writes the trail as delivered to a bucket, and returns its files in order of delivery. */
export function makeTrail(folder: string, shape: TrailShape, seed: number): readonly string[] {
  const random = seeded(seed);
  const files: string[] = [];
  const step = (shape.days * 86_400_000) / shape.records;
  let carried: string[] = [];
  for (let from = 0; from < shape.records; from += shape.perFile) {
    const count = Math.min(shape.perFile, shape.records - from);
    const region = REGIONS[Math.floor(random() * REGIONS.length)] ?? 'us-east-1';
    const lines = carried;
    carried = [];
    while (lines.length < count) {
      const at = START + (from + lines.length) * step - Math.floor(random() * 400_000);
      const line = JSON.stringify(record(random, at, region, shape));
      lines.push(line);
      if (random() < shape.duplicates) carried.push(line);
    }
    files.push(writeFile(folder, region, START + (from + count) * step, lines, files.length));
  }
  return files;
}

function writeFile(folder: string, region: string, at: number, lines: readonly string[], index: number): string {
  const stamp = new Date(at).toISOString();
  const day = stamp.slice(0, 10).replaceAll('-', '/');
  const into = join(folder, 'AWSLogs', ACCOUNT, 'CloudTrail', region, day);
  mkdirSync(into, { recursive: true });
  const minute = stamp.slice(0, 16).replaceAll(/[-:]/g, '');
  const path = join(into, `${ACCOUNT}_CloudTrail_${region}_${minute}Z_${String(index).padStart(16, '0')}.json.gz`);
  writeFileSync(path, gzipSync(`{"Records":[${lines.join(',')}]}`, { level: 6 }));
  return path;
}

function record(random: () => number, at: number, region: string, shape: TrailShape): object {
  const service = pick(SERVICES, random);
  const action = `${pick(VERBS, random)}${pick(NOUNS, random)}`;
  const time = new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  const keyless = random() < shape.keyless;
  const failed = !keyless && random() < shape.errors;
  return {
    eventVersion: '1.11',
    userIdentity: keyless ? serviceIdentity() : callerIdentity(random, time, shape),
    eventTime: time,
    eventSource: `${service}.amazonaws.com`,
    eventName: action,
    awsRegion: region,
    sourceIPAddress: keyless ? `${service}.amazonaws.com` : lastAddress,
    userAgent: keyless ? `${service}.amazonaws.com` : lastAgent,
    ...(failed
      ? {
          errorCode: 'AccessDenied',
          errorMessage: 'User is not authorized to perform this action',
          requestParameters: null,
        }
      : { requestParameters: parameters(random, service) }),
    responseElements: null,
    requestID: uuid(random),
    eventID: uuid(random),
    readOnly: /^(Describe|List|Get)/.test(action),
    resources: [
      { accountId: ACCOUNT, type: 'AWS::S3::Object', ARN: `arn:aws:s3:::bucket-${Math.floor(random() * 900)}/a/b` },
    ],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${service}.${region}.amazonaws.com`,
    },
  };
}

let lastAddress = '';
let lastAgent = '';

function callerIdentity(random: () => number, time: string, shape: TrailShape): object {
  // A few keys make most of the calls, as in every account.
  const key = Math.min(shape.keys - 1, Math.floor(random() ** 3 * shape.keys));
  lastAddress = `198.51.${key % 256}.${Math.floor(key / 256) + 1}`;
  lastAgent = AGENTS[key % AGENTS.length] ?? '';
  if (random() >= shape.sessions) {
    return {
      type: 'IAMUser',
      principalId: `AIDA${base32(key, 16)}`,
      arn: `arn:aws:iam::${ACCOUNT}:user/service-${key}`,
      accountId: ACCOUNT,
      accessKeyId: `AKIA${base32(key, 16)}`,
      userName: `service-${key}`,
    };
  }
  const session = Math.floor(random() * shape.records * 0.01);
  return {
    type: 'AssumedRole',
    principalId: `AROA${base32(key, 16)}:run-${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/role-${key % 50}/run-${session % 400}`,
    accountId: ACCOUNT,
    accessKeyId: `ASIA${base32(session, 16)}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROA${base32(key, 16)}`,
        arn: `arn:aws:iam::${ACCOUNT}:role/role-${key % 50}`,
        accountId: ACCOUNT,
        userName: `role-${key % 50}`,
      },
      attributes: { creationDate: time, mfaAuthenticated: 'false' },
    },
  };
}

function serviceIdentity(): object {
  return { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' };
}

function parameters(random: () => number, service: string): object {
  return {
    bucketName: `bucket-${Math.floor(random() * 900)}`,
    Host: `${service}.amazonaws.com`,
    maxResults: Math.floor(random() * 1000),
    filterSet: { items: [{ name: 'vpc-id', valueSet: { items: [{ value: `vpc-${uuid(random).slice(0, 8)}` }] } }] },
  };
}

function pick<T>(list: readonly T[], random: () => number): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new RangeError('empty list');
  return item;
}

function base32(value: number, width: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let text = '';
  for (let left = value; text.length < width; left = Math.floor(left / 32)) text = (alphabet[left % 32] ?? 'A') + text;
  return text;
}

function uuid(random: () => number): string {
  let hex = '';
  while (hex.length < 32) {
    hex += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
