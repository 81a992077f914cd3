import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { textAt } from '../../json.ts';
import { seeded } from '../../seeded.ts';
import type { CloudTrailRecord } from '../cloudtrail/record.ts';
import type { PendingRecord, Trail } from '../cloudtrail/trail.ts';
import { randomTail } from '../ids.ts';
import { sendNotification } from '../sqs/notify.ts';
import type { World } from '../world.ts';
import { type Bucket, storeObject } from './bucket.ts';
import { deliverDigests } from './digest.ts';
import { logKey } from './trail-keys.ts';

/**
 * Writes every log and digest file that is due by the clock. Called before each request, so files appear as time
 * passes; what is written does not depend on how often it is called.
 */
export function deliverDue(world: World): void {
  for (const trail of world.trails) {
    const bucket = world.buckets.get(trail.bucket);
    if (bucket === undefined) continue;
    deliverLogs(world, trail, bucket);
    if (trail.validation) deliverDigests(world, trail, bucket);
  }
}

function deliverLogs(world: World, trail: Trail, bucket: Bucket): void {
  const now = world.clock.now();
  const due = trail.pending.filter(({ slot }) => slot <= now);
  if (due.length === 0) return;
  trail.pending = trail.pending.filter(({ slot }) => slot > now);
  const files = Map.groupBy(
    due.sort((a, b) => a.slot - b.slot),
    (one) => `${one.slot}/${one.account}/${one.region}`,
  );
  for (const [, records] of files) writeLog(world, trail, bucket, records);
}

function writeLog(world: World, trail: Trail, bucket: Bucket, pending: readonly PendingRecord[]): void {
  const [first] = pending;
  if (first === undefined) return;
  const { delivery } = world.settings;
  const { account, region, slot } = first;
  const records = pending.map(({ record }) => record);
  // A generator of its own, so that what a file looks like does not depend on when deliveries are asked for.
  const dice = seeded(`${world.seed}/${trail.arn}/${slot}/${region}/${textAt(records[0] ?? {}, 'eventID') ?? ''}`);
  const ordered = delivery.shuffle ? dice.shuffled(records) : records;
  const text = Buffer.from(JSON.stringify({ Records: ordered }));
  const late = dice.chance(delivery.lateFileShare) ? dice.between(...delivery.lateBy) : 0;
  const at = slot + late;
  const key = logKey(trail, { account, region, at: slot, tail: randomTail(16, dice) });
  const object = storeObject(bucket, {
    key,
    bytes: gzipSync(text),
    modified: at,
    contentType: 'application/json',
    contentEncoding: 'gzip',
  });
  const [oldest, newest] = timesOf(records);
  const sha256 = createHash('sha256').update(text).digest('hex');
  trail.written.push({ account, region, key, at, sha256, oldest, newest });
  trail.latestDelivery = Math.max(trail.latestDelivery ?? 0, at);
  if (trail.notification === undefined) return;
  const file = { bucket: bucket.name, key, size: object.bytes.length, etag: object.etag, at };
  sendNotification(world, trail.notification, { kind: 'file', ...file });
}

function timesOf(records: readonly CloudTrailRecord[]): [oldest: string, newest: string] {
  const times = records.map((record) => textAt(record, 'eventTime') ?? '').sort();
  return [times.at(0) ?? '', times.at(-1) ?? ''];
}
