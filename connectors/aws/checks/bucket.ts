import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { CheckResult } from '../../../src/core/connector.ts';
import { DAY } from '../../../src/core/time.ts';
import { ok, warn } from '../../../src/kit/check-results.ts';
import type { RecordBucket } from '../config/bucket.ts';
import { layoutOf } from '../sources/bucket-names.ts';
import { listPage } from '../sources/list-objects.ts';
import type { CheckScope } from './scope.ts';

/** Days that are looked through for the newest folder. */
const MOST_DAYS = 8;

/** Whether the bucket opens, files still come, and one of them may be read. */
export async function checkRecordBucket(scope: CheckScope, files: RecordBucket): Promise<readonly CheckResult[]> {
  const { account, clients, context, probe } = scope;
  const aspect = `aws ${account.id}: bucket ${files.bucket}/${files.prefix}`;
  const client = clients.s3(account.id, files.region);
  const listed = await probe(aspect, `s3:ListBucket on ${files.bucket}`, async () => {
    const found = await newestFile(client, files, aspect, scope);
    return { value: found, result: found.result };
  });
  const key = listed.value?.key ?? '';
  if (key === '') return [listed.result];
  const read = await probe(aspect, `s3:GetObject on ${files.bucket}`, async () => {
    // A refused HEAD says nothing of why; one byte is as good.
    const command = new GetObjectCommand({ Bucket: files.bucket, Key: key, Range: 'bytes=0-0' });
    const answer = await client.send(command, { abortSignal: context.signal });
    await answer.Body?.transformToWebStream().cancel();
    return { value: true, result: ok(aspect, 'its files may be read') };
  });
  return read.value === true ? [listed.result] : [listed.result, read.result];
}

interface Newest {
  /** '' where there is none. */
  readonly key: string;
  readonly result: CheckResult;
}

async function newestFile(
  client: S3Client,
  { bucket, folders, prefix }: RecordBucket,
  aspect: string,
  { context }: CheckScope,
): Promise<Newest> {
  const now = context.clock.now();
  const { day, isFile } = layoutOf(folders);
  for (let back = 0; back < MOST_DAYS; back += 1) {
    const folder = day(prefix, now - back * DAY);
    const answer = await listPage(client, bucket, { Prefix: folder, MaxKeys: 100 }, context.signal);
    const key = (answer.Contents ?? []).map(({ Key }) => Key ?? '').find(isFile);
    if (key === undefined) continue;
    if (back < 2) return { key, result: ok(aspect, `reachable, holds files in ${folder}`) };
    const hint = 'Look whether the system that writes it still does.';
    return { key, result: warn(aspect, `the newest files are those in ${folder}`, hint) };
  }
  const fact = `no files in the folders of the last ${MOST_DAYS} days, such as ${day(prefix, now)}`;
  return { key: '', result: warn(aspect, fact, 'Check prefix and folders of this bucket, and who writes to it.') };
}
