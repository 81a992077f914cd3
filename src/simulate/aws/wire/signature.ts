import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The parts of a SigV4 `Authorization` header (IAM user guide, "AWS Signature Version 4"). */
export interface Signature {
  readonly keyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export interface SignedRequest {
  readonly method: string;
  /** As sent, with its query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** Undefined when the request is not signed in the header. */
export function readSignature(headers: IncomingHttpHeaders): Signature | undefined {
  const match = HEADER.exec(headers.authorization ?? '');
  if (match === null) return undefined;
  const [, keyId = '', day = '', region = '', service = '', names = '', signature = ''] = match;
  return { keyId, day, region, service, signedHeaders: names.split(';'), signature };
}

/** True when the request was signed with this secret. The date is not compared with any clock. */
export function isSignedWith(secret: string, request: SignedRequest, signature: Signature): boolean {
  if (!bodyMatches(request)) return false;
  const { day, region, service } = signature;
  const toSign = [
    'AWS4-HMAC-SHA256',
    String(request.headers['x-amz-date'] ?? ''),
    `${day}/${region}/${service}/aws4_request`,
    sha256(canonicalRequest(request, signature)),
  ].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature.signature, 'hex'));
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The declared hash must be the body's, unless the body is declared as unsigned or streamed. */
function bodyMatches(request: SignedRequest): boolean {
  const declared = request.headers['x-amz-content-sha256'];
  return typeof declared !== 'string' || !/^[0-9a-f]{64}$/.test(declared) || declared === sha256(request.body);
}

function canonicalRequest(request: SignedRequest, signature: Signature): string {
  const [path = '/', query = ''] = splitOnce(request.url, '?');
  const headers = signature.signedHeaders.map((name) => `${name}:${headerText(request.headers[name])}\n`);
  const declared = request.headers['x-amz-content-sha256'];
  return [
    request.method,
    signature.service === 's3' ? path : encoded(path).replaceAll('%2F', '/'),
    canonicalQuery(query),
    headers.join(''),
    signature.signedHeaders.join(';'),
    typeof declared === 'string' ? declared : sha256(request.body),
  ].join('\n');
}

function headerText(value: string | readonly string[] | undefined): string {
  const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
  return text.trim().replaceAll(/\s+/g, ' ');
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const [name = '', value = ''] = splitOnce(pair, '=');
    return `${encoded(decodeURIComponent(name))}=${encoded(decodeURIComponent(value))}`;
  });
  return pairs.sort().join('&');
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
