import type { ActionDeclaration } from '../../../src/core/action.ts';
import { targetParams } from './names.ts';
import { managedKeyOf } from './narrow-key.ts';

/** Rotating by API would end the old key at once and give it another id: it is expired, once it has a successor. */
export const expireKey: ActionDeclaration = {
  id: 'stripe.expire-key',
  title: 'Expire the key for good',
  capability: 'revoke',
  mode: 'gated',
  risk: 'irreversible',
  needs: ['api_key_write of an approved Stripe App'],
  order: 20,
  caution: 'Nobody can take it back. It was seen to be taken for some seconds longer than Stripe says.',
  target: (credential, { approach }) => (approach === 'cut' ? managedKeyOf(credential) : null),
  plan: (target) => {
    const path = `/v2/iam/api_keys/${targetParams(target).id}`;
    return [
      { service: 'stripe', operation: `GET ${path}`, params: {}, effect: 'read' },
      { service: 'stripe', operation: `POST ${path}/expire`, params: {}, effect: 'write' },
    ];
  },
};
