import { gunzipSync } from 'node:zlib';
import { isObject } from './schema.ts';

/** A subscription message holds at most 1 MB of log (CloudWatch Logs quotas); packed texts can claim any size. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The subscription message inside of what CloudWatch Logs hands to functions and streams: JSON,
 * packed with gzip, in base64. null when it is nothing of the kind.
 */
export function packedLog(data: unknown): unknown {
  // `H4sI` is how gzip begins in base64.
  if (typeof data !== 'string' || !data.startsWith('H4sI')) return null;
  try {
    const value: unknown = JSON.parse(
      gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: MOST_BYTES }).toString(),
    );
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
