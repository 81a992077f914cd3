import { isObject, textOf } from '../json.ts';

/** A word, a dot, more words: `charge.failed`, `account.external_account.created`, `v1.charge.failed`. */
const TYPE = /^[a-z0-9_]+(\.[a-z0-9_]+)+$/;

/** Events of API v1: one alone, a list as the API answers, the item of an AWS or Azure event bus, an array. */
export function unwrapEvents(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value.some(isEvent) ? value : null;
  if (!isObject(value)) return null;
  if (isEvent(value)) return [value];
  const { data } = value;
  if (value['object'] === 'list' && Array.isArray(data)) return data.some(isEvent) ? data : null;
  return isEvent(value['detail']) ? [value['detail']] : null;
}

function isEvent(value: unknown): boolean {
  if (!isObject(value) || !isObject(value['data'])) return false;
  const isNamed = value['object'] === 'event' || textOf(value['id']).startsWith('evt_');
  return isNamed && TYPE.test(textOf(value['type'])) && isObject(value['data']['object']);
}
