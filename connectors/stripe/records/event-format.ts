import type { RecordFormat } from '../../../src/core/connector.ts';
import { EVENT_DERIVED } from './derived.ts';
import { normalizeEvent } from './normalize.ts';
import { sanitizeRecord } from './sanitize.ts';
import { unwrapEvents } from './unwrap.ts';

export const EVENT_FORMAT_ID = 'stripe.event';

/** Events of API v1, from the list, webhooks, event buses and the command line, of any API version. */
export const EVENT_FORMAT: RecordFormat = {
  id: EVENT_FORMAT_ID,
  logsource: { product: 'stripe', service: 'event' },
  actionField: 'type',
  unwrap: unwrapEvents,
  normalize: normalizeEvent,
  sanitize: sanitizeRecord,
  derived: EVENT_DERIVED,
};
