import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { AppError } from '../../../src/core/errors.ts';
import { asking } from '../failures.ts';

type Input = Omit<ListObjectsV2CommandInput, 'Bucket'> & { readonly Prefix: string };

/** One page of a listing. @throws AppError */
export async function listPage(
  client: S3Client,
  bucket: string,
  input: Input,
  signal: AbortSignal,
): Promise<ListObjectsV2CommandOutput> {
  const what = `list s3://${bucket}/${input.Prefix} (s3:ListBucket)`;
  const command = new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1000, ...input });
  const answer = await asking(what, (sending) => client.send(command, sending), signal);
  // The SDK makes an empty list of whatever page a proxy sends, and we would read on past what is there.
  if (answer.Name !== undefined) return answer;
  throw new AppError(`${what}: the answer is no list of objects`, { code: 'AWS_PROVIDER_BUG', kind: 'provider-bug' });
}

/** Names of the folders directly inside one, with the slash at their end. */
export async function foldersIn(
  client: S3Client,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = [];
  let token: string | undefined;
  do {
    const more = token === undefined ? {} : { ContinuationToken: token };
    const answer = await listPage(client, bucket, { Prefix: prefix, Delimiter: '/', ...more }, signal);
    for (const { Prefix } of answer.CommonPrefixes ?? []) if (Prefix !== undefined) found.push(Prefix);
    token = answer.NextContinuationToken;
  } while (token !== undefined);
  return found;
}

/** Names of all objects below a prefix. */
export async function keysBelow(
  client: S3Client,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = [];
  let token: string | undefined;
  do {
    const more = token === undefined ? {} : { ContinuationToken: token };
    const answer = await listPage(client, bucket, { Prefix: prefix, ...more }, signal);
    for (const { Key } of answer.Contents ?? []) if (Key !== undefined) found.push(Key);
    token = answer.NextContinuationToken;
  } while (token !== undefined);
  return found;
}
