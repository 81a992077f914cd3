import type { ActionDeclaration } from '../../../src/core/action.ts';
import { namesOf, targetParams } from './names.ts';

export const disableEndpoint: ActionDeclaration = {
  id: 'stripe.disable-endpoint',
  title: 'Disable the webhook endpoint',
  capability: 'contain',
  mode: 'auto',
  risk: 'reversible',
  needs: ['webhook_read', 'webhook_write'],
  order: 10,
  caution: 'Stripe sends nothing to its address until it is enabled again; what happens meanwhile is not sent later.',
  target: (credential, { approach, suspectSince }) => {
    const names = namesOf(credential);
    if (names === null || names.endpoint === '' || approach !== 'cut') return null;
    // Those that were there before are how the business works.
    if (credential.createdAt === null || credential.createdAt < suspectSince) return null;
    return {
      key: names.endpoint,
      account: names.account,
      label: `webhook endpoint ${names.endpoint} of ${names.account}`,
      params: { id: names.endpoint, mode: names.mode },
    };
  },
  plan: (target) => {
    const { id } = targetParams(target);
    return [
      { service: 'stripe', operation: `GET /v1/webhook_endpoints/${id}`, params: {}, effect: 'read' },
      {
        service: 'stripe',
        operation: `POST /v1/webhook_endpoints/${id}`,
        params: { disabled: 'true' },
        effect: 'write',
      },
    ];
  },
};
