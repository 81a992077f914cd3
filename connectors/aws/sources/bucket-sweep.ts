import type { S3Client } from '@aws-sdk/client-s3';
import type { Delivery, Page, PollRequest } from '../../../src/core/connector.ts';
import type { Layout } from './bucket-names.ts';
import { listPage } from './list-objects.ts';
import { placeOf, readObject } from './read-object.ts';
import type { Reach, S3Cursor, Sweep } from './s3-cursor.ts';
import { afterStream, beginSweep } from './s3-cursor.ts';

/** A bucket whose objects are named by time, and how far back it is listed again. */
export interface SweptBucket {
  readonly bucket: string;
  readonly client: () => S3Client;
  readonly layout: Layout;
  /** Format of what is in it; null lets every format look. */
  readonly format: string | null;
  readonly reach: Reach;
}

/** Bounds of one page: what is read before it is committed. */
const MOST_OBJECTS = 32;
const MOST_BYTES = 32 * 1024 * 1024;

/** One step of the sweep under way, or the first of a new one: reads what is not stored yet. */
export async function sweepOnce(swept: SweptBucket, position: S3Cursor, request: PollRequest): Promise<Page> {
  const { cursor, sweep } = beginSweep(position, request.now, swept.reach);
  const stream = cursor.streams[sweep.stream];
  if (stream === undefined) return sweepPage([], afterStream(cursor, sweep));
  const { layout } = swept;
  // On its first day a sweep begins at its start, on later ones at midnight.
  const start = sweep.from > sweep.day ? layout.before(stream, sweep.from, sweep.day) : '';
  const after = sweep.after === '' ? start : sweep.after;
  const input = { Prefix: layout.day(stream, sweep.day), ...(after === '' ? {} : { StartAfter: after }) };
  const listed = await listPage(swept.client(), swept.bucket, input, request.signal);
  const keys = (listed.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  const { deliveries, last } = await readNew(swept, keys, request);
  const isDone = last === keys.at(-1) && listed.IsTruncated !== true;
  return sweepPage(deliveries, isDone ? afterStream(cursor, sweep) : onward(cursor, sweep, last ?? after));
}

function onward(cursor: S3Cursor, sweep: Sweep, after: string): S3Cursor {
  return { ...cursor, sweep: { ...sweep, after } };
}

interface ReadSome {
  readonly deliveries: readonly Delivery[];
  /** Last name that was dealt with, whether read, stored already, or none of ours. */
  readonly last: string | undefined;
}

async function readNew(swept: SweptBucket, keys: readonly string[], request: PollRequest): Promise<ReadSome> {
  const { bucket, client, format, layout } = swept;
  const places = keys.filter(layout.isFile).map((key) => placeOf(bucket, key));
  const stored = places.length === 0 ? new Set<string>() : await request.isStored(places);
  const deliveries: Delivery[] = [];
  let bytes = 0;
  let last: string | undefined;
  for (const key of keys) {
    if (deliveries.length >= MOST_OBJECTS || bytes >= MOST_BYTES) return { deliveries, last };
    if (layout.isFile(key) && !stored.has(placeOf(bucket, key))) {
      const delivery = await readObject(client(), { bucket, key, format }, request.signal);
      if (delivery !== null) deliveries.push(delivery);
      bytes += delivery?.bytes.length ?? 0;
    }
    last = key;
  }
  return { deliveries, last };
}

export function sweepPage(deliveries: readonly Delivery[], next: S3Cursor): Page {
  return { deliveries, next, more: next.sweep !== null || next.unopened !== null, observedThrough: next.through };
}
