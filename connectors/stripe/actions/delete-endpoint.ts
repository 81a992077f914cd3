import type { ActionDeclaration } from '../../../src/core/action.ts';
import { namesOf, targetParams } from './names.ts';

export const deleteEndpoint: ActionDeclaration = {
  id: 'stripe.delete-endpoint',
  title: 'Delete the old webhook endpoint',
  capability: 'revoke',
  mode: 'gated',
  risk: 'irreversible',
  needs: ['webhook_read', 'webhook_write'],
  order: 10,
  caution: 'Its signing secret is gone with it, and so is the record of what it could not deliver.',
  target: (credential, { approach, subject }) => {
    const names = namesOf(credential);
    if (names === null || names.endpoint === '' || approach !== 'cut' || !credential.aliases.includes(subject))
      return null;
    return {
      key: names.endpoint,
      account: names.account,
      label: `webhook endpoint ${names.endpoint} of ${names.account}`,
      params: { id: names.endpoint, mode: names.mode },
    };
  },
  plan: (target) => [
    {
      service: 'stripe',
      operation: `DELETE /v1/webhook_endpoints/${targetParams(target).id}`,
      params: {},
      effect: 'write',
    },
  ],
};
