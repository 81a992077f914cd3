import type { Json } from './schema.ts';
import { isObject, textOf } from './schema.ts';

export const NOTIFICATION = 'a notification about an object, not an audit record';

/** Services as they appear in envelopes; anything else is written by strangers and stays out of reasons. */
const EVENT_SOURCE = /^aws\.[a-z0-9-]{1,40}$/;

/**
 * Why a value that we recognise holds no usage of a key, or null when it is simply unreadable.
 * Reasons are few, because summaries count by them.
 */
export function skipReason(value: Json): string | null {
  if (isEnvelope(value)) {
    const source = textOf(value['source']);
    return `EventBridge event of another kind${EVENT_SOURCE.test(source) ? ` (${source})` : ''}`;
  }
  if (value['messageType'] === 'CONTROL_MESSAGE') return 'control message of a log subscription';
  if (isObject(value['insightDetails'])) return 'CloudTrail insight: how often something was called, not by which key';
  if ('digestStartTime' in value && 'logFiles' in value) return 'CloudTrail digest, not a log';
  return isNotification(value) ? NOTIFICATION : null;
}

/** S3 events, their test message, the SQS and SNS records that carry them, and the trail's own announcements. */
function isNotification(value: Json): boolean {
  if ('s3Bucket' in value && 's3ObjectKey' in value) return true;
  if (textOf(value['Event']).startsWith('s3:')) return true;
  return textOf(value['eventSource']).startsWith('aws:') || textOf(value['EventSource']).startsWith('aws:');
}

/** An EventBridge event as delivered to a target. */
export function isEnvelope(value: Json): boolean {
  return typeof value['detail-type'] === 'string' && typeof value['source'] === 'string' && isObject(value['detail']);
}
