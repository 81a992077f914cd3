import type { S3Client } from '@aws-sdk/client-s3';
import type { Cursor, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { DAY, HOUR, MINUTE } from '../../../src/core/time.ts';
import { formatDuration } from '../../../src/kit/durations.ts';
import type { RecordBucket } from '../config/bucket.ts';
import { layoutOf } from './bucket-names.ts';
import { type SweptBucket, sweepOnce } from './bucket-sweep.ts';
import type { S3Cursor } from './s3-cursor.ts';
import { firstS3Cursor, LOOK_BACK, parseS3Cursor } from './s3-cursor.ts';

export interface BucketOptions {
  readonly files: RecordBucket;
  /** Account that opens the bucket. */
  readonly account: string;
  readonly client: () => S3Client;
}

const EVERY: Millis = 2 * MINUTE;

/**
 * Files that another system writes into a bucket, in folders by time: whose records they are is told by what is in
 * them. Today is listed at every poll from two hours before the last one, yesterday too with the first poll of an
 * hour, and all folders in which a late file may appear once a day; what is stored already is not read again.
 */
export function bucketSource(options: BucketOptions): Source {
  const { bucket, late, owner, prefix, provider, retention } = options.files;
  const id = `aws.bucket/${bucket}${prefix === '' ? '' : `/${prefix.slice(0, -1)}`}`;
  return {
    id,
    title: `audit files in s3://${bucket}/${prefix}`,
    provider,
    account: owner || options.account,
    lag: HOUR,
    retention,
    every: EVERY,
    budget: { name: id, minInterval: 50 },
    blindSpots: [
      `files of s3://${bucket}/${prefix} that lie in no folder of a day, or do not end in .json, .jsonl, .ndjson or .log (.gz), are not read`,
      `a stream into s3://${bucket}/${prefix} that was switched off looks like one with nothing to tell; doctor says how new its newest files are`,
      `a file that appears in s3://${bucket}/${prefix} more than ${formatDuration(late)} late is not found`,
    ],
    poll: (cursor, request) => poll(options, cursor, request),
  };
}

async function poll({ client, files }: BucketOptions, stored: Cursor | null, request: PollRequest): Promise<Page> {
  const { bucket, folders, format, late, retention } = files;
  const position = stored === null ? firstPosition(files, request) : parseS3Cursor(stored);
  const kept = retention === null ? 0 : request.now - retention;
  const isLost = position.sweep === null && position.through < kept;
  const swept: SweptBucket = {
    bucket,
    client,
    layout: layoutOf(folders),
    format: format === '' ? null : format,
    reach: { hourly: 1, daily: Math.ceil(late / DAY) },
  };
  const page = await sweepOnce(swept, isLost ? { ...position, floor: kept } : position, request);
  if (!isLost) return page;
  return { ...page, gap: { from: position.through, to: kept, reason: `files stay in s3://${bucket} no longer` } };
}

/** All files of a bucket are one stream; nothing is read from before the history that was asked for. */
function firstPosition({ prefix }: RecordBucket, { backfill, now }: PollRequest): S3Cursor {
  const first = firstS3Cursor(now, backfill);
  return { ...first, streams: [prefix], discovered: now, floor: first.through - LOOK_BACK };
}
