import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../../json.ts';
import { AwsFault } from '../fault.ts';
import type { SignedRequest } from '../wire/signature.ts';

/** Finds the S3 operation in method, path and query. Path style only: `/bucket/key`. */
export function decodeS3(request: SignedRequest): { action: string; params: JsonObject } {
  const url = new URL(request.url, 'http://simulator');
  const [, bucket = '', ...rest] = url.pathname.split('/');
  const key = rest.map(decodeURIComponent).join('/');
  if (bucket === '') return { action: 'ListBuckets', params: {} };
  const action = key === '' ? bucketAction(request.method, url.searchParams) : objectAction(request.method);
  const params = { Bucket: bucket, ...(key === '' ? {} : { Key: key }), ...queryParams(url.searchParams) };
  return action === 'PutObject' ? { action, params: { ...params, ...objectParams(request) } } : { action, params };
}

function bucketAction(method: string, query: URLSearchParams): string {
  if (method === 'HEAD') return 'HeadBucket';
  if (method === 'PUT') return 'CreateBucket';
  if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
  if (method === 'GET' && query.has('location')) return 'GetBucketLocation';
  throw new AwsFault('NotImplemented', 'A header you provided implies functionality that is not implemented.', 501);
}

const OBJECT_ACTIONS: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};

function objectAction(method: string): string {
  const action = OBJECT_ACTIONS[method];
  if (action === undefined) throw new AwsFault('MethodNotAllowed', 'The method is not allowed.', 405);
  return action;
}

const QUERY_NAMES: Readonly<Record<string, string>> = {
  prefix: 'Prefix',
  delimiter: 'Delimiter',
  'start-after': 'StartAfter',
  'continuation-token': 'ContinuationToken',
  'max-keys': 'MaxKeys',
  'encoding-type': 'EncodingType',
};

function queryParams(query: URLSearchParams): JsonObject {
  const known = Object.entries(QUERY_NAMES).filter(([name]) => query.has(name));
  return Object.fromEntries(known.map(([name, param]) => [param, query.get(name)]));
}

function objectParams(request: SignedRequest): JsonObject {
  const { headers } = request;
  return {
    Body: isChunked(headers) ? unchunk(request.body) : request.body,
    ContentType: headers['content-type'] ?? 'application/octet-stream',
    ContentEncoding: contentEncoding(headers),
    Metadata: metadata(headers),
  };
}

function metadata(headers: IncomingHttpHeaders): Record<string, string> {
  const prefix = 'x-amz-meta-';
  const own = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), String(value)]));
}

/** `aws-chunked` describes the transfer, not the object. */
function contentEncoding(headers: IncomingHttpHeaders): string | undefined {
  const rest = (headers['content-encoding'] ?? '').split(',').filter((part) => part.trim() !== 'aws-chunked');
  return rest.join(',') === '' ? undefined : rest.join(',');
}

function isChunked(headers: IncomingHttpHeaders): boolean {
  return String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
}

/** Joins the chunks of an `aws-chunked` body: `size[;signature]\r\n data \r\n`, ended by size 0 and trailers. */
function unchunk(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < body.length) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, lineEnd).toString().split(';')[0] ?? '', 16);
    if (lineEnd < 0 || !(size > 0)) break;
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
