import type { S3Client } from '@aws-sdk/client-s3';
import type { Cursor, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import { MINUTE } from '../../../src/core/time.ts';
import type { BucketConfig } from '../config.ts';
import { CLOUDTRAIL_FORMAT_ID } from '../records/cloudtrail-format.ts';
import type { Layout } from './bucket-names.ts';
import { type SweptBucket, sweepOnce, sweepPage } from './bucket-sweep.ts';
import { foldersIn } from './list-objects.ts';
import type { Reach, S3Cursor } from './s3-cursor.ts';
import { afterOpening, dueDiscovery, firstS3Cursor, LOOK_BACK, parseS3Cursor } from './s3-cursor.ts';
import { dayPrefix, isStream, isWorthOpening, nameBefore, trailFile } from './trail-names.ts';

export interface S3Options {
  readonly bucket: BucketConfig;
  readonly account: string;
  readonly client: () => S3Client;
}

const TRAIL_LAYOUT: Layout = {
  day: dayPrefix,
  before: nameBefore,
  isFile: (key) => trailFile(key) !== null,
};
const TRAIL_REACH: Reach = { hourly: null, daily: 1 };

/** A trail's bucket, read by listing. */
export function s3Source(options: S3Options): Source {
  const { bucket } = options.bucket;
  const id = `aws.cloudtrail-s3/${bucket}`;
  return {
    id,
    title: `CloudTrail files in s3://${bucket}/${options.bucket.prefix}`,
    provider: 'aws',
    account: options.account,
    lag: LOOK_BACK,
    retention: null,
    every: 5 * MINUTE,
    budget: { name: id, minInterval: 50 },
    blindSpots: [
      'events that the trail does not select (often data events) are not in its files',
      'requests that fail authentication, such as those of a deactivated key, are not logged by AWS',
    ],
    poll: (cursor, request) => poll(options, cursor, request),
  };
}

async function poll(options: S3Options, stored: Cursor | null, request: PollRequest): Promise<Page> {
  const position = stored === null ? firstS3Cursor(request.now, request.backfill) : parseS3Cursor(stored);
  const root = `${options.bucket.prefix}AWSLogs/`;
  const ready = dueDiscovery(position, request.now, root);
  if (ready.unopened !== null) return openFolder(options, ready, ready.unopened[0] ?? root, request);
  // Nothing was ever delivered: the position stays, so that whatever appears is read from the start.
  if (ready.streams.length === 0) return sweepPage([], ready);
  const swept: SweptBucket = {
    bucket: options.bucket.bucket,
    client: options.client,
    layout: TRAIL_LAYOUT,
    format: CLOUDTRAIL_FORMAT_ID,
    reach: TRAIL_REACH,
  };
  return sweepOnce(swept, ready, request);
}

/** One step of discovery: the folders inside one folder. */
async function openFolder(options: S3Options, cursor: S3Cursor, folder: string, request: PollRequest): Promise<Page> {
  const { bucket, organization } = options.bucket;
  const inside = await foldersIn(options.client(), bucket, folder, request.signal);
  const streams = inside.filter(isStream);
  const folders = inside.filter((one) => !isStream(one) && isWorthOpening(one, organization));
  const next = afterOpening(cursor, { folders, streams }, request.now);
  return { ...sweepPage([], next), more: next.unopened !== null || next.streams.length > 0 };
}
