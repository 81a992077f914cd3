import type { RecordFormat } from '../../../src/core/connector.ts';
import { DERIVED } from './derived.ts';
import { normalizeCloudTrail } from './normalize.ts';
import { sanitizeRecord } from './sanitize.ts';
import { unwrapCloudTrail } from './unwrap.ts';

export const CLOUDTRAIL_FORMAT_ID = 'aws.cloudtrail';

/** CloudTrail records in every envelope in which they reach a consumer. */
export const CLOUDTRAIL_FORMAT: RecordFormat = {
  id: CLOUDTRAIL_FORMAT_ID,
  logsource: { product: 'aws', service: 'cloudtrail' },
  actionField: 'eventName',
  unwrap: unwrapCloudTrail,
  normalize: normalizeCloudTrail,
  sanitize: sanitizeRecord,
  derived: DERIVED,
};
