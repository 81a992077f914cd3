import type { ActionDeclaration } from '../../../src/core/action.ts';
import { namesOf, targetParams } from './names.ts';

const EVENT = /^evt_[A-Za-z0-9]+$/;

/** An account that was connected to our application in the course of the incident: money can go there. */
export const disconnectAccount: ActionDeclaration = {
  id: 'stripe.disconnect-account',
  title: 'Disconnect the account that was connected',
  capability: 'restore',
  mode: 'gated',
  risk: 'irreversible',
  needs: ['secret key of the platform', 'event_read'],
  order: 20,
  caution: 'Its owner has to connect it anew. What has been transferred to it stays there.',
  target: (credential, { event }) => {
    const names = namesOf(credential);
    if (names === null || event === undefined || event.provider !== 'stripe') return null;
    if (event.action !== 'account.application.authorized' || !EVENT.test(event.eventId)) return null;
    return {
      key: event.eventId,
      account: names.account,
      label: `account that was connected by ${event.eventId}`,
      params: { id: event.eventId, mode: names.mode },
    };
  },
  plan: (target) => [
    { service: 'stripe', operation: `GET /v1/events/${targetParams(target).id}`, params: {}, effect: 'read' },
    {
      service: 'stripe',
      operation: 'POST connect.stripe.com/oauth/deauthorize',
      params: { client_id: '{application of that event}', stripe_user_id: '{account of that event}' },
      effect: 'write',
    },
  ],
};
