import type { RecordFormat } from '../../../src/core/connector.ts';
import { normalizeHealth } from './health-event.ts';
import { sanitizeRecord } from './sanitize.ts';
import { isObject } from './schema.ts';

export const HEALTH_FORMAT_ID = 'aws.health';

/** AWS Health events, from EventBridge or from our own source. */
export const HEALTH_FORMAT: RecordFormat = {
  id: HEALTH_FORMAT_ID,
  logsource: { product: 'aws', service: 'health' },
  actionField: 'eventTypeCode',
  unwrap,
  normalize: normalizeHealth,
  sanitize: sanitizeRecord,
  derived: {},
};

function unwrap(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) {
    const found = value.map((item) => fromObject(item));
    return found.some((one) => one !== null) ? found.flatMap((one, index) => one ?? [value[index]]) : null;
  }
  return fromObject(value);
}

function fromObject(value: unknown): readonly unknown[] | null {
  if (!isObject(value)) return null;
  if (value['source'] === 'aws.health' && isObject(value['detail'])) {
    return [{ account: value['account'], time: value['time'], region: value['region'], ...value['detail'] }];
  }
  return 'eventTypeCode' in value && 'eventArn' in value ? [value] : null;
}
