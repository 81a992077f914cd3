import type { Note, Severity } from '../../../src/core/event.ts';
import type { Json } from '../json.ts';
import { idOf, textOf } from '../json.ts';
import { formatAmount } from './money.ts';

/** Types with which Stripe or a card holder's bank says that something is wrong, and how much that weighs alone. */
const SIGNALS: Readonly<Record<string, { readonly severity: Severity; readonly says: string }>> = {
  'radar.early_fraud_warning.created': { severity: 'medium', says: 'an issuer reports a charge as fraud' },
  'charge.dispute.created': { severity: 'low', says: 'a card holder disputes a charge' },
  'review.opened': { severity: 'low', says: 'Radar wants a payment reviewed' },
};

/**
 * A fraud warning or dispute as a signal about whoever the event is about, as a rule the account: it comes days late and
 * strengthens what is open. To name the account here would mean the one key that is known of it.
 */
export function signalsOf(type: string, object: Json): readonly Note[] {
  const signal = Object.hasOwn(SIGNALS, type) ? SIGNALS[type] : undefined;
  if (signal === undefined) return [];
  const charge = idOf(object['charge']) || idOf(object['payment_intent']) || idOf(object);
  const why = textOf(object['fraud_type']) || textOf(object['reason']);
  const amount = formatAmount(object['amount'], object['currency']);
  const details = [charge, amount, why].filter((text) => text !== '').join(', ');
  return [
    {
      kind: 'provider-signal',
      alias: '',
      actor: '',
      type,
      severity: signal.severity,
      summary: `${signal.says}: ${details}`,
    },
  ];
}
