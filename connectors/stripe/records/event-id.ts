import type { Json } from '../json.ts';
import { textOf } from '../json.ts';

/** Samples and test deliveries share one id: their content says which are the same. */
const SHARED = /^evt_(0+|test_webhook)$/;

/** The id that is the event's alone; '' where it has none. */
export function ownIdOf(event: Json): string {
  const id = textOf(event['id']);
  return SHARED.test(id) ? '' : id;
}
