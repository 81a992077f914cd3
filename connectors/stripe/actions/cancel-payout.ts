import type { ActionDeclaration } from '../../../src/core/action.ts';
import { namesOf, targetParams } from './names.ts';

const EVENT = /^evt_[A-Za-z0-9]+$/;

export const cancelPayout: ActionDeclaration = {
  id: 'stripe.cancel-payout',
  title: 'Cancel the payout while it is pending',
  capability: 'restore',
  mode: 'auto',
  // The money goes back to the balance: whoever wants it paid out asks again.
  risk: 'harmless',
  needs: ['event_read', 'payout_read', 'payout_write'],
  order: 10,
  caution: 'Only a pending payout can be cancelled: hours for a bank account, next to no time for an instant payout.',
  target: (credential, { event }) => {
    const names = namesOf(credential);
    if (names === null || event === undefined || event.provider !== 'stripe') return null;
    if (event.action !== 'payout.created' || event.outcome !== 'success' || !EVENT.test(event.eventId)) return null;
    return {
      key: event.eventId,
      account: names.account,
      label: `payout to ${event.target || 'an unnamed destination'} (${event.eventId})`,
      params: { id: event.eventId, mode: names.mode },
    };
  },
  plan: (target) => [
    { service: 'stripe', operation: `GET /v1/events/${targetParams(target).id}`, params: {}, effect: 'read' },
    { service: 'stripe', operation: 'GET /v1/payouts/{payout of that event}', params: {}, effect: 'read' },
    { service: 'stripe', operation: 'POST /v1/payouts/{payout of that event}/cancel', params: {}, effect: 'write' },
  ],
};
