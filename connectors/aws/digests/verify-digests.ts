import { ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import { DAY, type Millis } from '../../../src/core/time.ts';
import type { VerifiedTrail, VerifyRange, VerifyReport } from '../../../src/core/verify.ts';
import { accountsOf } from '../accounts/accounts.ts';
import type { ReadingClients } from '../accounts/reading-clients.ts';
import { readingClients } from '../accounts/reading-clients.ts';
import type { AwsConfig, BucketConfig } from '../config.ts';
import { asking } from '../failures.ts';
import { foldersIn, keysBelow } from '../sources/list-objects.ts';
import { dayPrefix } from '../sources/trail-names.ts';
import type { Chain, Fetch } from './chain.ts';
import { verifyChain } from './chain.ts';
import type { SigningKeyInfo } from './digest.ts';
import { digestName, isDigestFolder } from './names.ts';

const NOT_VISIBLE = [
  'what was never logged: data events that the trail does not select, calls that failed authentication',
  'the last hour or so, for which AWS has not written a digest yet',
  'who removed or changed a file, unless another trail recorded it',
];

/** Follows the digest chains of the configured bucket. @throws AppError when there is no bucket or it cannot be read */
export async function verifyDigests(
  config: AwsConfig,
  context: ConnectorContext,
  range: VerifyRange,
): Promise<VerifyReport> {
  const bucket = config.sources.s3;
  if (bucket === undefined) {
    throw new AppError('no bucket with a trail is configured', {
      code: 'AWS_CONFIG',
      kind: 'config',
      hint: 'Name the bucket of a trail under connectors.aws.sources.s3.',
    });
  }
  const clients = readingClients(config, context);
  try {
    const account = bucket.account || (await accountsOf(config, clients, context.signal))[0]?.id || '';
    const s3 = clients.s3(account, bucket.region);
    const trails: VerifiedTrail[] = [];
    for (const chain of await chainsIn(s3, bucket, range, context.signal)) {
      const keys = await publicKeys(clients, account, chain.name.region, range, context.signal);
      trails.push(
        await verifyChain(chain, range, { fetch: fetcher(s3, context.signal), keys, now: context.clock.now() }),
      );
    }
    return { trails, notVisible: NOT_VISIBLE };
  } finally {
    clients.close();
  }
}

/** Digests of the range, by trail, account and region. A folder without any is a chain of its own: all of it is missing. */
async function chainsIn(
  s3: S3Client,
  bucket: BucketConfig,
  range: VerifyRange,
  signal: AbortSignal,
): Promise<readonly Chain[]> {
  const chains = new Map<string, Chain & { readonly keys: string[] }>();
  const add = (name: Chain['name'], keys: readonly string[]): void => {
    const id = `${name.account}/${name.region}/${name.trail}`;
    const chain = chains.get(id) ?? { name, bucket: bucket.bucket, keys: [] };
    chain.keys.push(...keys);
    chains.set(id, chain);
  };
  for (const folder of await digestFolders(s3, bucket, signal)) {
    const keys = await keysOfDays(s3, bucket.bucket, folder, range, signal);
    const named = keys.flatMap((key) => {
      const name = digestName(key);
      return name === null || name.end <= range.from || name.end > range.to ? [] : [{ key, name }];
    });
    for (const { key, name } of named) add({ account: name.account, region: name.region, trail: name.trail }, [key]);
    if (named.length === 0) add({ ...folderOf(folder), trail: '(any)' }, []);
  }
  return [...chains.values()].map((chain) => ({ ...chain, keys: [...chain.keys].sort(byEnd) }));
}

function folderOf(folder: string): { readonly account: string; readonly region: string } {
  const [, account = '', region = ''] = /(\d{12})\/CloudTrail-Digest\/([a-z0-9-]+)\/$/.exec(folder) ?? [];
  return { account, region };
}

function byEnd(left: string, right: string): number {
  return (digestName(left)?.end ?? 0) - (digestName(right)?.end ?? 0);
}

async function keysOfDays(
  s3: S3Client,
  bucket: string,
  folder: string,
  range: VerifyRange,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let day: Millis = Math.floor(range.from / DAY) * DAY; day <= range.to; day += DAY) {
    keys.push(...(await keysBelow(s3, bucket, dayPrefix(folder, day), signal)));
  }
  return keys;
}

async function digestFolders(s3: S3Client, bucket: BucketConfig, signal: AbortSignal): Promise<readonly string[]> {
  const root = `${bucket.prefix}AWSLogs/`;
  const top = await foldersIn(s3, bucket.bucket, root, signal);
  const organizations = top.filter((one) => /\/o-[a-z0-9]+\/$/.test(one) && isWanted(one, bucket.organization));
  const accounts = bucket.organization === '' ? top.filter((one) => /\/\d{12}\/$/.test(one)) : [];
  const all = [...accounts];
  for (const one of organizations) all.push(...(await foldersIn(s3, bucket.bucket, one, signal)));
  const regions: string[] = [];
  for (const one of all) regions.push(...(await foldersIn(s3, bucket.bucket, `${one}CloudTrail-Digest/`, signal)));
  return regions.filter(isDigestFolder);
}

function isWanted(folder: string, organization: string): boolean {
  return organization === '' || folder.endsWith(`/${organization}/`);
}

/** Keys differ by region and are replaced every few weeks: the range decides which are needed. */
async function publicKeys(
  clients: ReadingClients,
  account: string,
  region: string,
  range: VerifyRange,
  signal: AbortSignal,
): Promise<readonly SigningKeyInfo[]> {
  const keys: SigningKeyInfo[] = [];
  let token: string | undefined;
  do {
    const command = new ListPublicKeysCommand({
      StartTime: new Date(range.from - DAY),
      EndTime: new Date(range.to),
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await asking(
      `list the public keys of CloudTrail in ${region} (cloudtrail:ListPublicKeys)`,
      (sending) => clients.cloudTrail(account, region).send(command, sending),
      signal,
    );
    for (const { Fingerprint, Value } of answer.PublicKeyList ?? []) {
      if (Fingerprint !== undefined && Value !== undefined) keys.push({ fingerprint: Fingerprint, der: Value });
    }
    token = answer.NextToken;
  } while (token !== undefined);
  return keys;
}

function fetcher(s3: S3Client, signal: AbortSignal): Fetch {
  return async (bucket, key) => {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    try {
      return await asking(
        `read s3://${bucket}/${key} (s3:GetObject)`,
        async (sending) => {
          const answer = await s3.send(command, sending);
          const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
          return { kind: 'object' as const, bytes, signature: answer.Metadata?.['signature'] ?? '' };
        },
        signal,
      );
    } catch (error) {
      if (error instanceof AppError && error.kind === 'not-found') return { kind: 'gone' };
      if (error instanceof AppError && error.kind === 'forbidden') return { kind: 'refused', reason: error.message };
      throw error;
    }
  };
}
