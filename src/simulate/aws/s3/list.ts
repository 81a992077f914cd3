import { type JsonObject, numberAt, textAt } from '../../json.ts';
import { AwsFault } from '../fault.ts';
import { type Bucket, type StoredObject, visibleObjects } from './bucket.ts';

interface Listed {
  readonly contents: StoredObject[];
  readonly prefixes: string[];
  readonly next: string | undefined;
}

/** ListObjectsV2: keys in byte order, folded at the delimiter, at most 1,000 keys and prefixes a page. */
export function listObjects(bucket: Bucket, params: JsonObject, now: number): JsonObject {
  const prefix = textAt(params, 'Prefix') ?? '';
  const delimiter = textAt(params, 'Delimiter');
  const size = Math.min(numberAt(params, 'MaxKeys') ?? 1_000, 1_000);
  const token = textAt(params, 'ContinuationToken');
  const after = token === undefined ? (textAt(params, 'StartAfter') ?? '') : readToken(token);
  const { contents, prefixes, next } = collect(bucket, { prefix, delimiter, size, after }, now);
  const encoded = textAt(params, 'EncodingType') === 'url' ? encodeURIComponent : (key: string): string => key;
  return {
    Name: bucket.name,
    Prefix: encoded(prefix),
    ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
    MaxKeys: size,
    KeyCount: contents.length + prefixes.length,
    IsTruncated: next !== undefined,
    ...(next === undefined ? {} : { NextContinuationToken: Buffer.from(`k:${next}`).toString('base64') }),
    Contents: { repeated: contents.map((object) => objectView(object, encoded)) },
    CommonPrefixes: { repeated: prefixes.map((common) => ({ Prefix: encoded(common) })) },
  };
}

interface Wanted {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly size: number;
  readonly after: string;
}

function collect(bucket: Bucket, { prefix, delimiter, size, after }: Wanted, now: number): Listed {
  const contents: StoredObject[] = [];
  const prefixes: string[] = [];
  let last = after;
  for (const object of visibleObjects(bucket, now)) {
    if (object.key <= after || !object.key.startsWith(prefix)) continue;
    const common = commonPrefix(object.key, prefix, delimiter);
    if (common !== undefined && (prefixes.includes(common) || after.startsWith(common))) continue;
    if (contents.length + prefixes.length >= size) return { contents, prefixes, next: last };
    if (common === undefined) contents.push(object);
    else prefixes.push(common);
    last = common ?? object.key;
  }
  return { contents, prefixes, next: undefined };
}

function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (delimiter === undefined || delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('k:')) throw new AwsFault('InvalidArgument', 'The continuation token provided is incorrect');
  return text.slice(2);
}

function objectView(object: StoredObject, encoded: (key: string) => string): JsonObject {
  return {
    Key: encoded(object.key),
    LastModified: new Date(object.modified).toISOString(),
    ETag: object.etag,
    Size: object.bytes.length,
    StorageClass: 'STANDARD',
  };
}
