import type { Json } from './json.ts';
import { idOf, objectOf, textOf } from './json.ts';

/** What an event was about; the first is what detectors count: the card tried, the charge refunded, the destination. */
export function targetsOf(type: string, object: Json): readonly string[] {
  const id = idOf(object);
  const all = [countedBy(type, object), id, idOf(object['customer']), idOf(object['charge'])];
  return [...new Set(all.filter((target) => target !== ''))];
}

function countedBy(type: string, object: Json): string {
  switch (type) {
    case 'charge.succeeded':
    case 'charge.failed':
    case 'setup_intent.succeeded':
    case 'setup_intent.setup_failed':
      return instrumentOf(object);
    // Two types tell of one refund: both are counted by the charge.
    case 'refund.created':
      return idOf(object['charge']) || idOf(object['payment_intent']);
    case 'payout.created':
    case 'transfer.created':
      return idOf(object['destination']);
    default:
      return '';
  }
}

/** A card is the same in all attempts by its fingerprint alone; ids of sources and methods are made anew each time. */
function instrumentOf(object: Json): string {
  const details = objectOf(object['payment_method_details']);
  const failed = objectOf(objectOf(object['last_setup_error'])['payment_method']);
  const places = [details['card'], object['source'], object['card'], failed['card']];
  const fingerprint = places.map((place) => textOf(objectOf(place)['fingerprint'])).find((text) => text !== '');
  if (fingerprint !== undefined) return `card ${fingerprint}`;
  return idOf(object['payment_method']) || idOf(object['source']) || idOf(failed);
}
