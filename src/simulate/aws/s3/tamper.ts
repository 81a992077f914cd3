import { gunzipSync, gzipSync } from 'node:zlib';
import { isObject, type JsonObject, listAt, parseObject } from '../../json.ts';
import type { World } from '../world.ts';
import { removeObject, type StoredObject, storeObject } from './bucket.ts';

/** What an intruder with access to the log bucket could do; nothing of it is journalled. */

function stored(world: World, bucket: string, key: string): StoredObject {
  const object = world.buckets.get(bucket)?.objects.get(key);
  if (object === undefined) throw new Error(`no object ${key} in bucket ${bucket}`);
  return object;
}

export function deleteLogFile(world: World, bucket: string, key: string): void {
  stored(world, bucket, key);
  const place = world.buckets.get(bucket);
  if (place !== undefined) removeObject(place, key);
}

/** Rewrites a log file without the records that match; its hash then differs from the digest's. */
export function dropRecords(
  world: World,
  bucket: string,
  key: string,
  isDropped: (record: JsonObject) => boolean,
): void {
  const object = stored(world, bucket, key);
  const place = world.buckets.get(bucket);
  const file = parseObject(gunzipSync(object.bytes).toString());
  if (place === undefined || file === undefined) throw new Error(`${key} is not a log file`);
  const kept = listAt(file, 'Records').filter((record) => !isObject(record) || !isDropped(record));
  storeObject(place, { ...object, bytes: gzipSync(JSON.stringify({ Records: kept })) });
}
