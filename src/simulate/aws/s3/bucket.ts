import { createHash } from 'node:crypto';
import type { World } from '../world.ts';

export interface StoredObject {
  readonly key: string;
  readonly bytes: Buffer;
  readonly etag: string;
  /** Last modified, and when it first shows in lists and reads. */
  readonly modified: number;
  /** Without the `x-amz-meta-` prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly contentEncoding: string | undefined;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** The owner; others need to be in `sharedWith`, which stands for the bucket policy. */
  readonly account: string;
  readonly sharedWith: Set<string>;
  readonly createdAt: number;
  readonly objects: Map<string, StoredObject>;
  /** All keys in byte order; undefined after a new one came. */
  sortedKeys: string[] | undefined;
}

export interface NewBucket {
  readonly name: string;
  readonly account: string;
  readonly region?: string;
  readonly sharedWith?: readonly string[];
}

export function createBucket(world: World, source: NewBucket): Bucket {
  const bucket: Bucket = {
    name: source.name,
    region: source.region ?? 'us-east-1',
    account: source.account,
    sharedWith: new Set(source.sharedWith),
    createdAt: world.clock.now(),
    objects: new Map(),
    sortedKeys: undefined,
  };
  world.buckets.set(bucket.name, bucket);
  return bucket;
}

export type NewObject = Pick<StoredObject, 'key' | 'bytes' | 'modified'> & Partial<StoredObject>;

export function storeObject(bucket: Bucket, source: NewObject): StoredObject {
  const object: StoredObject = {
    metadata: {},
    contentType: 'application/octet-stream',
    contentEncoding: undefined,
    ...source,
    etag: `"${createHash('md5').update(source.bytes).digest('hex')}"`,
  };
  if (!bucket.objects.has(object.key)) bucket.sortedKeys = undefined;
  bucket.objects.set(object.key, object);
  return object;
}

export function removeObject(bucket: Bucket, key: string): boolean {
  bucket.sortedKeys = undefined;
  return bucket.objects.delete(key);
}

/** Objects that exist at `now`, by key. Late log files are stored ahead of their time. */
export function visibleObjects(bucket: Bucket, now: number): StoredObject[] {
  bucket.sortedKeys ??= [...bucket.objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return bucket.sortedKeys
    .map((key) => bucket.objects.get(key))
    .filter((object): object is StoredObject => object !== undefined && object.modified <= now);
}
