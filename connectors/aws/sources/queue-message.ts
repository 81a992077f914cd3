import { isObject, type Json, listOf, objectOf, textOf } from '../records/schema.ts';

/** An object that a message announces. */
export interface Announced {
  readonly bucket: string;
  readonly key: string;
}

/** What a queue message turned out to be. */
export type Announcement =
  /** Zero or more objects; set-up messages and deletions announce none. */
  { readonly kind: 'objects'; readonly objects: readonly Announced[] } | { readonly kind: 'unknown' };

const NOTHING: Announcement = { kind: 'objects', objects: [] };
const UNKNOWN: Announcement = { kind: 'unknown' };

/** What CloudTrail sends when a topic is set up; no JSON. */
const VALIDATION = 'CloudTrail validation message.';

/**
 * Reads the body of a message in any of the shapes in which new log files are announced: by the
 * trail itself, by S3, by EventBridge, each bare or in an SNS envelope, and the messages that are
 * sent when such a path is set up.
 */
export function readAnnouncement(body: string): Announcement {
  if (body.trim() === VALIDATION) return NOTHING;
  const message = parse(body);
  if (message === null) return UNKNOWN;
  if (typeof message['Message'] === 'string' && isEnvelope(message)) return readAnnouncement(message['Message']);
  return fromTrail(message) ?? fromS3(message) ?? fromEventBridge(message) ?? UNKNOWN;
}

function parse(body: string): Json | null {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isEnvelope(message: Json): boolean {
  return message['Type'] === 'Notification' || typeof message['TopicArn'] === 'string';
}

/** `{"s3Bucket":"b","s3ObjectKey":["key",…]}`; keys are as they are. */
function fromTrail(message: Json): Announcement | null {
  const bucket = textOf(message['s3Bucket']);
  if (bucket === '') return null;
  const keys = message['s3ObjectKey'];
  const names = typeof keys === 'string' ? [keys] : listOf(keys);
  return {
    kind: 'objects',
    objects: names
      .map(textOf)
      .filter((key) => key !== '')
      .map((key) => ({ bucket, key })),
  };
}

/** `{"Records":[{eventName,s3:{bucket,object}}]}`; keys are URL-encoded, with `+` for a space. */
function fromS3(message: Json): Announcement | null {
  if (message['Event'] === 's3:TestEvent') return NOTHING;
  const records = message['Records'];
  if (!Array.isArray(records)) return null;
  const objects: Announced[] = [];
  let ours = false;
  for (const record of records) {
    const { s3, eventName } = objectOf(record);
    if (!isObject(s3)) continue;
    ours = true;
    const bucket = textOf(objectOf(s3['bucket'])['name']);
    const key = decodeKey(textOf(objectOf(s3['object'])['key']));
    if (isCreation(textOf(eventName)) && bucket !== '' && key !== '') objects.push({ bucket, key });
  }
  return ours ? { kind: 'objects', objects } : null;
}

function isCreation(eventName: string): boolean {
  return /^(s3:)?ObjectCreated:/.test(eventName);
}

function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

/** `detail-type: Object Created`; keys are as they are. */
function fromEventBridge(message: Json): Announcement | null {
  if (message['source'] !== 'aws.s3' || typeof message['detail-type'] !== 'string') return null;
  if (message['detail-type'] !== 'Object Created') return NOTHING;
  const detail = objectOf(message['detail']);
  const bucket = textOf(objectOf(detail['bucket'])['name']);
  const key = textOf(objectOf(detail['object'])['key']);
  return bucket === '' || key === '' ? UNKNOWN : { kind: 'objects', objects: [{ bucket, key }] };
}
