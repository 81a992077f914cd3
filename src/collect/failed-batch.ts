import type { EventBatch } from '../core/batch.ts';
import { BatchBuilder } from './batch-builder.ts';

/** A batch that says only why a place could not be read, so that it is stored and counted like any other. */
export function failedBatch(source: string, place: string, reason: string): EventBatch {
  const builder = new BatchBuilder();
  builder.fail(-1, reason, '');
  return builder.finish({ source, place, sha256: '', bytes: 0 }, null);
}
