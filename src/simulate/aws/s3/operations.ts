import { isObject, type JsonObject, textAt } from '../../json.ts';
import { mayDo } from '../authorize.ts';
import { AwsFault } from '../fault.ts';
import type { LogFields, Operation, Operations, Outcome, Scene } from '../operation.ts';
import type { Decision } from '../policy.ts';
import { type Bucket, createBucket, removeObject, type StoredObject, storeObject } from './bucket.ts';
import { listObjects } from './list.ts';

function bucketIn(params: JsonObject, scene: Scene): Bucket {
  const bucket = scene.world.buckets.get(textAt(params, 'Bucket') ?? '');
  if (bucket === undefined) throw new AwsFault('NoSuchBucket', 'The specified bucket does not exist', 404);
  return bucket;
}

function objectIn(params: JsonObject, scene: Scene): StoredObject {
  const object = bucketIn(params, scene).objects.get(textAt(params, 'Key') ?? '');
  if (object === undefined || object.modified > scene.now) {
    throw new AwsFault('NoSuchKey', 'The specified key does not exist.', 404);
  }
  return object;
}

function arnOf(params: JsonObject): string {
  const key = textAt(params, 'Key');
  return `arn:aws:s3:::${textAt(params, 'Bucket') ?? ''}${key === undefined ? '' : `/${key}`}`;
}

/** Strangers need the owner's consent besides their own policies. */
function judge(permission: string): NonNullable<Operation['authorize']> {
  return (params, scene): Decision => {
    const bucket = scene.world.buckets.get(textAt(params, 'Bucket') ?? '');
    const prefix = textAt(params, 'Prefix');
    const context = new Map(prefix === undefined ? [] : [['s3:prefix', prefix] as const]);
    const own = mayDo(scene, `s3:${permission}`, { resource: arnOf(params), context });
    const foreign = bucket !== undefined && bucket.account !== scene.caller.account;
    return foreign && !bucket.sharedWith.has(scene.caller.account) && own === 'allow' ? 'implicit-deny' : own;
  };
}

/** An operation on a bucket or object, with the record fields that S3 has. */
function s3Operation(
  permission: string,
  readOnly: boolean,
  run: (params: JsonObject, scene: Scene) => Omit<Outcome, 'log'>,
  extra: Partial<Operation> = {},
): Operation {
  return {
    readOnly,
    permission,
    target: (params) => ({ resource: arnOf(params) }),
    authorize: judge(permission),
    run: (params, scene) => ({ ...run(params, scene), log: logFields(params, scene) }),
    ...extra,
  };
}

function logFields(params: JsonObject, scene: Scene): LogFields {
  const bucket = textAt(params, 'Bucket');
  const key = textAt(params, 'Key');
  const arn = `arn:aws:s3:::${bucket ?? ''}`;
  const object = key === undefined ? [] : [{ type: 'AWS::S3::Object', ARN: `${arn}/${key}` }];
  const owner = scene.world.buckets.get(bucket ?? '')?.account ?? scene.account.id;
  const prefix = textAt(params, 'Prefix');
  return {
    requestParameters: {
      bucketName: bucket,
      Host: `s3.${scene.region}.amazonaws.com`,
      ...(key === undefined ? {} : { key }),
      ...(prefix === undefined ? {} : { prefix, 'list-type': '2' }),
    },
    responseElements: null,
    additionalEventData: { SignatureVersion: 'SigV4', AuthenticationMethod: 'AuthHeader' },
    resources: [...object, { accountId: owner, type: 'AWS::S3::Bucket', ARN: arn }],
  };
}

function headers(object: StoredObject): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const);
  return {
    etag: object.etag,
    'last-modified': new Date(object.modified).toUTCString(),
    'content-length': String(object.bytes.length),
    'content-type': object.contentType,
    ...(object.contentEncoding === undefined ? {} : { 'content-encoding': object.contentEncoding }),
    ...Object.fromEntries(metadata),
  };
}

function put(params: JsonObject, scene: Scene): Outcome {
  const bytes = params['Body'];
  const metadata = params['Metadata'];
  const object = storeObject(bucketIn(params, scene), {
    key: textAt(params, 'Key') ?? '',
    bytes: Buffer.isBuffer(bytes) ? bytes : Buffer.from(typeof bytes === 'string' ? bytes : ''),
    modified: scene.now,
    metadata: isObject(metadata) ? Object.fromEntries(Object.entries(metadata).map(([k, v]) => [k, String(v)])) : {},
    contentType: textAt(params, 'ContentType') ?? 'application/octet-stream',
    contentEncoding: textAt(params, 'ContentEncoding'),
  });
  return { body: {}, raw: { headers: { etag: object.etag }, bytes: Buffer.alloc(0) } };
}

/** S3, path style. Object calls are data events. */
export const s3Operations: Operations = {
  ListBuckets: {
    readOnly: true,
    permission: 'ListAllMyBuckets',
    run: (_params, { world, account }) => {
      const own = [...world.buckets.values()].filter((bucket) => bucket.account === account.id);
      const list = own.map((one) => ({ Name: one.name, CreationDate: new Date(one.createdAt).toISOString() }));
      const log = { requestParameters: { Host: 's3.amazonaws.com' } };
      return {
        body: { ListAllMyBucketsResult: { Owner: { ID: account.id }, Buckets: { Bucket: { repeated: list } } } },
        log,
      };
    },
  },
  ListObjectsV2: s3Operation(
    'ListBucket',
    true,
    (params, scene) => ({ body: { ListBucketResult: listObjects(bucketIn(params, scene), params, scene.now) } }),
    { data: true, eventName: 'ListObjects' },
  ),
  HeadBucket: s3Operation('ListBucket', true, (params, scene) => {
    return { body: {}, raw: { headers: { 'x-amz-bucket-region': bucketIn(params, scene).region } } };
  }),
  GetBucketLocation: s3Operation('GetBucketLocation', true, (params, scene) => {
    const { region } = bucketIn(params, scene);
    return { body: { LocationConstraint: region === 'us-east-1' ? '' : region } };
  }),
  CreateBucket: s3Operation('CreateBucket', false, (params, scene) => {
    const name = textAt(params, 'Bucket') ?? '';
    if (scene.world.buckets.has(name)) throw new AwsFault('BucketAlreadyExists', 'The bucket name is taken.', 409);
    createBucket(scene.world, { name, account: scene.account.id, region: scene.region });
    return { body: {}, raw: { headers: { location: `/${name}` }, bytes: Buffer.alloc(0) } };
  }),
  GetObject: s3Operation(
    'GetObject',
    true,
    (params, scene) => {
      const object = objectIn(params, scene);
      return { body: {}, raw: { headers: headers(object), bytes: object.bytes } };
    },
    { data: true },
  ),
  HeadObject: s3Operation(
    'GetObject',
    true,
    (params, scene) => ({ body: {}, raw: { headers: headers(objectIn(params, scene)) } }),
    { data: true },
  ),
  PutObject: s3Operation('PutObject', false, put, { data: true }),
  DeleteObject: s3Operation(
    'DeleteObject',
    false,
    (params, scene) => {
      removeObject(bucketIn(params, scene), textAt(params, 'Key') ?? '');
      return { body: {}, raw: { status: 204, bytes: Buffer.alloc(0) } };
    },
    { data: true },
  ),
};
