import type { ActionDeclaration } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { namesOf, targetParams } from './names.ts';

/** Reversible, and the fastest: about a second. Keys of the Dashboard cannot be changed so. */
export const narrowKey: ActionDeclaration = {
  id: 'stripe.narrow-key',
  title: 'Take all permissions but one from the key',
  capability: 'contain',
  mode: 'gated',
  risk: 'reversible',
  needs: ['api_key_write of an approved Stripe App'],
  order: 1,
  caution: 'The key goes on to authenticate; whoever uses it is refused everything but one harmless request.',
  target: (credential, { approach }) => (approach === 'cut' ? managedKeyOf(credential) : null),
  plan: (target) => {
    const path = `/v2/iam/api_keys/${targetParams(target).id}`;
    return [
      { service: 'stripe', operation: `GET ${path}`, params: {}, effect: 'read' },
      {
        service: 'stripe',
        operation: `POST ${path}`,
        params: { permissions: '[one harmless permission]' },
        effect: 'write',
      },
    ];
  },
};

/** Only keys that are known by their id can be named to the API. */
export function managedKeyOf(credential: Credential): ReturnType<ActionDeclaration['target']> {
  const names = namesOf(credential);
  if (names === null || !/^mk_[A-Za-z0-9_]+$/.test(names.id)) return null;
  return {
    key: names.id,
    account: names.account,
    label: `key ${names.id} of ${names.account} (${names.mode} mode)`,
    params: { id: names.id, mode: names.mode },
  };
}
