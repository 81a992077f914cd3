import { ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { DescribeEventsCommand } from '@aws-sdk/client-health';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { CheckResult } from '../../../src/core/connector.ts';
import { blind, ok, warn } from '../../../src/kit/check-results.ts';
import type { BucketConfig, QueueConfig } from '../config.ts';
import { checkRecordBucket } from './bucket.ts';
import type { CheckScope } from './scope.ts';

/** Bucket, queue, GuardDuty and Health: reachable, and is there anything in them. */
export async function checkFeeds(scope: CheckScope): Promise<readonly CheckResult[]> {
  const { buckets, s3, sqs, guardDuty, health } = scope.config.sources;
  const isFirst = scope.config.accounts[0]?.id === scope.account.id;
  const isHere = (account: string): boolean => (account === '' ? isFirst : account === scope.account.id);
  const results: CheckResult[] = [];
  if (s3 !== undefined && isHere(s3.account)) results.push(await checkBucket(scope, s3));
  if (sqs !== undefined && isHere(sqs.account)) results.push(await checkQueue(scope, sqs));
  for (const files of buckets) if (isHere(files.account)) results.push(...(await checkRecordBucket(scope, files)));
  if (guardDuty) results.push(...(await checkGuardDuty(scope)));
  if (health) results.push(await checkHealth(scope));
  return results;
}

async function checkBucket(
  { account, clients, context, probe }: CheckScope,
  bucket: BucketConfig,
): Promise<CheckResult> {
  const aspect = `aws ${account.id}: bucket ${bucket.bucket}`;
  const folder = `${bucket.prefix}AWSLogs/`;
  const { result } = await probe(aspect, `s3:ListBucket on ${bucket.bucket}`, async () => {
    const command = new ListObjectsV2Command({ Bucket: bucket.bucket, Prefix: folder, MaxKeys: 1 });
    const answer = await clients.s3(account.id, bucket.region).send(command, { abortSignal: context.signal });
    const isEmpty = (answer.KeyCount ?? 0) === 0;
    const hint = 'Check the prefix of the S3 source, and that the trail delivers here.';
    return {
      value: true,
      result: isEmpty ? warn(aspect, `nothing below ${folder}`, hint) : ok(aspect, 'reachable, holds log files'),
    };
  });
  return result;
}

async function checkQueue({ account, clients, context, probe }: CheckScope, queue: QueueConfig): Promise<CheckResult> {
  const aspect = `aws ${account.id}: queue`;
  const { result } = await probe(aspect, 'sqs:GetQueueAttributes', async () => {
    const command = new GetQueueAttributesCommand({ QueueUrl: queue.queueUrl, AttributeNames: ['All'] });
    const answer = await clients.sqs(account.id, queue.region).send(command, { abortSignal: context.signal });
    const waiting = answer.Attributes?.['ApproximateNumberOfMessages'] ?? '?';
    return { value: true, result: ok(aspect, `reachable, ${waiting} messages wait`) };
  });
  return result;
}

async function checkGuardDuty({ account, clients, context, probe }: CheckScope): Promise<readonly CheckResult[]> {
  const off: string[] = [];
  const problems: CheckResult[] = [];
  const aspect = `aws ${account.id}: GuardDuty`;
  for (const region of account.regions) {
    const { value, result } = await probe(`${aspect} in ${region}`, 'guardduty:ListDetectors', async () => {
      const client = clients.guardDuty(account.id, region);
      const answer = await client.send(new ListDetectorsCommand({}), { abortSignal: context.signal });
      return { value: (answer.DetectorIds ?? []).length > 0, result: ok(aspect, 'reachable') };
    });
    if (value === null) problems.push(result);
    if (value === false) off.push(region);
  }
  const hint = 'Switch GuardDuty on there, or set sources.guard-duty to false.';
  if (off.length > 0) return [...problems, blind(aspect, `off in ${off.join(', ')}: no findings from there`, hint)];
  return problems.length > 0 ? problems : [ok(aspect, `on in ${account.regions.length} regions`)];
}

async function checkHealth({ account, clients, context, probe }: CheckScope): Promise<CheckResult> {
  const aspect = `aws ${account.id}: AWS Health`;
  const { result } = await probe(aspect, 'health:DescribeEvents', async () => {
    const command = new DescribeEventsCommand({ filter: { services: ['RISK'] }, maxResults: 10 });
    await clients.health(account.id).send(command, { abortSignal: context.signal });
    return { value: true, result: ok(aspect, 'reachable') };
  });
  return result;
}
