import type { RecordFormat } from '../../../src/core/connector.ts';
import { normalizeFinding } from './guardduty-finding.ts';
import { sanitizeRecord } from './sanitize.ts';
import type { Json } from './schema.ts';
import { isObject, objectOf, textOf } from './schema.ts';

export const GUARDDUTY_FORMAT_ID = 'aws.guardduty';

/** Findings from the API, from EventBridge and from exports. */
export const GUARDDUTY_FORMAT: RecordFormat = {
  id: GUARDDUTY_FORMAT_ID,
  logsource: { product: 'aws', service: 'guardduty' },
  actionField: 'type',
  unwrap,
  normalize: normalizeFinding,
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
  if (value['source'] === 'aws.guardduty' && isObject(value['detail'])) return [value['detail']];
  const list = value['Findings'] ?? value['findings'];
  if (Array.isArray(list) && list.some(isFinding)) return list.map(lowerCamel);
  return isFinding(value) ? [lowerCamel(value)] : null;
}

/** The command line prints capitalised members; exports do not. */
function isFinding(value: unknown): boolean {
  if (!isObject(value)) return false;
  const service = isObject(value['service']) ? value['service'] : objectOf(value['Service']);
  return (textOf(service['serviceName']) || textOf(service['ServiceName'])) === 'guardduty';
}

/** The same with the first letter of every member in lower case. */
export function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel);
  if (!isObject(value) || value instanceof Date) return value;
  return lowered(value);
}

function lowered(value: Json): Json {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.slice(0, 1).toLowerCase() + name.slice(1), lowerCamel(member)]),
  );
}
