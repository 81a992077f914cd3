import type { ActionDeclaration, TargetContext, TargetRefusal } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
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
  target: (credential, context) => {
    const names = namesOf(credential);
    if (names === null || names.endpoint === '') return null;
    const left = leftAlone(credential, context);
    if (left !== 'no') return left;
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

/** Endpoints that were there before are how the business works: they end when they have a successor, not before. */
function leftAlone(
  { aliases, createdAt }: Credential,
  { approach, subject, suspectSince }: TargetContext,
): TargetRefusal | null | 'no' {
  if (approach === 'retire') return 'no';
  if (approach !== 'cut') return null;
  if (createdAt !== null && createdAt >= suspectSince) return 'no';
  if (!aliases.includes(subject)) return null;
  return {
    refused:
      'it was there before, and disabling it would not stop forged deliveries: its receiver needs another secret (rotate-credential)',
  };
}
