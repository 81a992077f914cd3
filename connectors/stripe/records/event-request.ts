import type { Json } from '../json.ts';
import { isObject, textOf } from '../json.ts';

/**
 * Where an event came from. `automatic`: Stripe did it by itself; `request`: somebody called the API or used the
 * Dashboard, which the event does not tell apart; `unknown`: the record does not say (samples, old versions).
 */
export interface EventRequest {
  readonly by: 'automatic' | 'request' | 'unknown';
  readonly id: string;
  readonly idempotencyKey: string;
}

/** Until API version 2017-05-25 the request was its bare id. */
export function requestOf(event: Json): EventRequest {
  const value = event['request'];
  if (typeof value === 'string') return { by: 'request', id: value, idempotencyKey: '' };
  if (isObject(value)) {
    const id = textOf(value['id']);
    const idempotencyKey = textOf(value['idempotency_key']);
    return { by: id === '' && idempotencyKey === '' ? 'automatic' : 'request', id, idempotencyKey };
  }
  return { by: value === null && 'api_version' in event ? 'automatic' : 'unknown', id: '', idempotencyKey: '' };
}
