import { packedLog } from './packed-log.ts';
import type { Json } from './schema.ts';
import { isObject, looksLikeRecord, objectOf, textOf } from './schema.ts';
import { isEnvelope, skipReason } from './skip.ts';

/** Envelopes that other formats of this connector read. */
const OTHER_FORMATS = new Set(['aws.guardduty', 'aws.health']);

/**
 * The records inside one JSON value: `{Records:[]}`, a bare record or list, LookupEvents items
 * (alone, in a list, in `{Events:[]}`), EventBridge envelopes, CloudWatch Logs subscription
 * messages, packed as functions and streams get them or not. Things that we recognise but that hold
 * no usage come out as they are, for the normalizer to name.
 * @returns null when the value is nobody's we know
 */
export function unwrapCloudTrail(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return fromList(value);
  if (!isObject(value)) return null;
  const records = value['Records'];
  if (Array.isArray(records) && isStreamed(records[0])) return records.flatMap(fromStream);
  if (Array.isArray(records)) return records.length === 0 || records.some(isOurs) ? records : null;
  return fromObject(value);
}

function fromObject(value: Json): readonly unknown[] | null {
  if (looksLikeRecord(value)) return [value];
  if (isLookupItem(value)) return [lookupRecord(value)];
  if (Array.isArray(value['Events']) && value['Events'].some(isLookupObject)) {
    return value['Events'].map((item: unknown) => (isLookupObject(item) ? lookupRecord(item) : item));
  }
  if (isEnvelope(value)) return fromEnvelope(value);
  const logEvents = value['logEvents'] ?? value['events'];
  if (Array.isArray(logEvents) && logEvents.length > 0 && logEvents.every(hasMessage))
    return fromLogEvents(value, logEvents);
  const packed = packedLog(objectOf(value['awslogs'])['data']);
  if (isObject(packed)) return fromObject(packed);
  return skipReason(value) === null ? null : [value];
}

/** A record of Kinesis as a function gets it. */
function isStreamed(record: unknown): boolean {
  return packedLog(dataOf(record)) !== null;
}

function fromStream(record: unknown): readonly unknown[] {
  const packed = packedLog(dataOf(record));
  return (isObject(packed) ? fromObject(packed) : null) ?? [record];
}

function dataOf(record: unknown): unknown {
  return objectOf(objectOf(record)['kinesis'])['data'];
}

function fromList(list: readonly unknown[]): readonly unknown[] | null {
  // The common list holds bare records only: hand it on as it is.
  if (list.length > 0 && list.every(looksLikeRecord)) return list;
  let ours = false;
  const found: unknown[] = [];
  for (const item of list) {
    const inner = isObject(item) ? fromObject(item) : null;
    if (inner !== null) ours = true;
    for (const record of inner ?? [item]) found.push(record);
  }
  return ours ? found : null;
}

function isOurs(item: unknown): boolean {
  if (looksLikeRecord(item)) return true;
  return isObject(item) && (textOf(item['eventID']) !== '' || skipReason(item) !== null);
}

function isLookupObject(item: unknown): item is Json {
  return isObject(item) && isLookupItem(item);
}

function isLookupItem(item: Json): boolean {
  return 'CloudTrailEvent' in item && ('EventId' in item || 'EventName' in item);
}

/** The JSON text inside is the truth; the capitalised members beside it are a lossy copy. */
function lookupRecord(item: Json): unknown {
  return parsedOr(item['CloudTrailEvent'], item);
}

function fromEnvelope(value: Json): readonly unknown[] | null {
  if (OTHER_FORMATS.has(textOf(value['source']))) return null;
  const detail = value['detail'];
  if (isObject(detail) && 'eventVersion' in detail && 'eventName' in detail) return [detail];
  return [value];
}

function hasMessage(item: unknown): boolean {
  return isObject(item) && typeof item['message'] === 'string';
}

/** One record a log event; other programs write to log groups too, so the first decides whose they are. */
function fromLogEvents(value: Json, logEvents: readonly unknown[]): readonly unknown[] | null {
  if (value['messageType'] === 'CONTROL_MESSAGE') return [value];
  const records = logEvents.map((item) => (isObject(item) ? parsedOr(item['message'], item) : item));
  return records.some(looksLikeRecord) ? records : null;
}

function parsedOr(text: unknown, otherwise: unknown): unknown {
  if (typeof text !== 'string') return otherwise;
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
