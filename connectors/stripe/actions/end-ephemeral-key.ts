import type { ActionDeclaration } from '../../../src/core/action.ts';
import { namesOf, targetParams } from './names.ts';

export const endEphemeralKey: ActionDeclaration = {
  id: 'stripe.end-ephemeral-key',
  title: 'End the ephemeral key',
  capability: 'contain',
  mode: 'auto',
  // It lives for an hour at most, and an app that misses it asks its server for another.
  risk: 'harmless',
  needs: ['ephemeral_key_write'],
  order: 10,
  caution: 'The app that had it asks for another: whoever may ask in its name gets one as well.',
  target: (credential, { approach }) => {
    const names = namesOf(credential);
    if (names === null || names.ephemeral === '' || approach !== 'cut') return null;
    return {
      key: names.ephemeral,
      account: names.account,
      label: `ephemeral key ${names.ephemeral} of ${names.account}`,
      params: { id: names.ephemeral, mode: names.mode },
    };
  },
  plan: (target) => [
    {
      service: 'stripe',
      operation: `DELETE /v1/ephemeral_keys/${targetParams(target).id}`,
      params: {},
      effect: 'write',
    },
  ],
};
