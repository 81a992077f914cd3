import { modeOf } from '../identity.ts';
import { isObject, objectOf } from '../json.ts';
import { annotationOf } from './annotation.ts';
import { requestOf } from './event-request.ts';
import { formatAmount } from './money.ts';

/** Fields that rules use beside those of the event. */
export const EVENT_DERIVED: Readonly<Record<string, (record: unknown) => unknown>> = {
  /** True when somebody asked for it, by API or in the Dashboard; false for what Stripe does by itself. */
  'keywatch.by_request': (record) => (isObject(record) ? requestOf(record).by === 'request' : undefined),
  /** True when callers are configured and this one's idempotency key begins like none of theirs. */
  'keywatch.unknown_caller': (record) =>
    isObject(record) ? annotationOf(record).caller?.credential === '' : undefined,
  /** True when the caller is known to work in the other mode. */
  'keywatch.wrong_mode': (record) => (isObject(record) ? isWrongMode(record) : undefined),
  /** `12.34 EUR` */
  'keywatch.amount': (record) => {
    const object = objectOf(objectOf(objectOf(record)['data'])['object']);
    return formatAmount(object['amount'], object['currency']) || undefined;
  },
};

function isWrongMode(record: Readonly<Record<string, unknown>>): boolean {
  const mode = annotationOf(record).caller?.mode ?? '';
  return mode !== '' && mode !== modeOf(record);
}
