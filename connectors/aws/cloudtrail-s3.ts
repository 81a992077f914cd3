import type { S3Client } from '@aws-sdk/client-s3';
import type { Cursor, Delivery, Page, PollRequest, Source } from '../../src/core/connector.ts';
import { MINUTE } from '../../src/core/time.ts';
import type { BucketConfig } from './config.ts';
import { foldersIn, listPage } from './list-objects.ts';
import { placeOf, readObject } from './read-object.ts';
import type { S3Cursor, Sweep } from './s3-cursor.ts';
import {
  afterOpening,
  afterStream,
  beginSweep,
  dueDiscovery,
  firstS3Cursor,
  LOOK_BACK,
  parseS3Cursor,
} from './s3-cursor.ts';
import { dayPrefix, isStream, isWorthOpening, nameBefore, trailFile } from './trail-names.ts';

export interface S3Options {
  readonly bucket: BucketConfig;
  readonly account: string;
  readonly client: () => S3Client;
}

/** Bounds of one page: what is read before it is committed. */
const MOST_OBJECTS = 32;
const MOST_BYTES = 32 * 1024 * 1024;

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
  if (ready.streams.length === 0) return page([], ready);
  const { cursor, sweep } = beginSweep(ready, request.now);
  const stream = cursor.streams[sweep.stream];
  if (stream === undefined) return page([], afterStream(cursor, sweep));
  return readStream(options, cursor, sweep, stream, request);
}

/** One step of discovery: the folders inside one folder. */
async function openFolder(options: S3Options, cursor: S3Cursor, folder: string, request: PollRequest): Promise<Page> {
  const { bucket, organization } = options.bucket;
  const inside = await foldersIn(options.client(), bucket, folder, request.signal);
  const streams = inside.filter(isStream);
  const folders = inside.filter((one) => !isStream(one) && isWorthOpening(one, organization));
  const next = afterOpening(cursor, { folders, streams }, request.now);
  return { ...page([], next), more: next.unopened !== null || next.streams.length > 0 };
}

/** Lists on in one stream and day, and reads what is not stored yet. */
async function readStream(
  options: S3Options,
  cursor: S3Cursor,
  sweep: Sweep,
  stream: string,
  request: PollRequest,
): Promise<Page> {
  const after = sweep.after === '' ? startOf(stream, sweep) : sweep.after;
  const input = { Prefix: dayPrefix(stream, sweep.day), ...(after === '' ? {} : { StartAfter: after }) };
  const listed = await listPage(options.client(), options.bucket.bucket, input, request.signal);
  const keys = (listed.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  const isCut = listed.IsTruncated === true;
  const { deliveries, last } = await readNew(options, keys, request);
  const done = last === keys.at(-1);
  if (done && !isCut) return page(deliveries, afterStream(cursor, sweep));
  return page(deliveries, { ...cursor, sweep: { ...sweep, after: last ?? after } });
}

/** On its first day a sweep begins at its start, on later ones at midnight. */
function startOf(stream: string, sweep: Sweep): string {
  return sweep.from > sweep.day ? nameBefore(stream, sweep.from, sweep.day) : '';
}

interface ReadSome {
  readonly deliveries: readonly Delivery[];
  /** Last name that was dealt with, whether read, stored already, or none of ours. */
  readonly last: string | undefined;
}

async function readNew(options: S3Options, keys: readonly string[], request: PollRequest): Promise<ReadSome> {
  const { bucket } = options.bucket;
  const files = keys.filter((key) => trailFile(key) !== null);
  const stored =
    files.length === 0 ? new Set<string>() : await request.isStored(files.map((key) => placeOf(bucket, key)));
  const deliveries: Delivery[] = [];
  let bytes = 0;
  let last: string | undefined;
  for (const key of keys) {
    if (deliveries.length >= MOST_OBJECTS || bytes >= MOST_BYTES) return { deliveries, last };
    if (trailFile(key) !== null && !stored.has(placeOf(bucket, key))) {
      const delivery = await readObject(options.client(), bucket, key, request.signal);
      if (delivery !== null) deliveries.push(delivery);
      bytes += delivery?.bytes.length ?? 0;
    }
    last = key;
  }
  return { deliveries, last };
}

function page(deliveries: readonly Delivery[], next: S3Cursor): Page {
  return { deliveries, next, more: next.sweep !== null || next.unopened !== null, observedThrough: next.through };
}
