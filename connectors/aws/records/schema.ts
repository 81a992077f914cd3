/**
 * A CloudTrail record as narrow as we dare to trust it: any member may be missing or of the wrong
 * type, so all are `unknown` until read through the helpers below. No schema library runs here:
 * this is the hot path, and a record that breaks a schema must still become an event.
 * Shapes: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents
 */
export interface CloudTrailRecord {
  readonly eventVersion?: unknown;
  readonly userIdentity?: unknown;
  readonly eventTime?: unknown;
  readonly eventSource?: unknown;
  readonly eventName?: unknown;
  readonly awsRegion?: unknown;
  readonly sourceIPAddress?: unknown;
  readonly userAgent?: unknown;
  readonly errorCode?: unknown;
  readonly errorMessage?: unknown;
  readonly requestParameters?: unknown;
  readonly responseElements?: unknown;
  readonly additionalEventData?: unknown;
  readonly serviceEventDetails?: unknown;
  readonly eventID?: unknown;
  readonly eventType?: unknown;
  readonly eventCategory?: unknown;
  readonly readOnly?: unknown;
  readonly resources?: unknown;
  readonly recipientAccountId?: unknown;
  readonly sharedEventID?: unknown;
  readonly insightDetails?: unknown;
}

/** Any JSON object. */
export type Json = Readonly<Record<string, unknown>>;

const NOTHING: Json = Object.freeze({});

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : NOTHING;
}

/** The text, or ''. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The list, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The account whose resources a record is about. */
export function accountOf(record: CloudTrailRecord): string {
  return textOf(record.recipientAccountId) || textOf(objectOf(record.userIdentity)['accountId']);
}

/** True when an object is a CloudTrail record as far as one can tell without reading it all. */
export function looksLikeRecord(value: unknown): boolean {
  if (!isObject(value)) return false;
  const record: CloudTrailRecord = value;
  if (typeof record.eventSource !== 'string' || typeof record.eventName !== 'string') return false;
  return record.eventTime !== undefined || record.eventVersion !== undefined || record.userIdentity !== undefined;
}
