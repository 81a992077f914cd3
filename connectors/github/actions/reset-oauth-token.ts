import type { ActionDeclaration } from '../../../src/core/action.ts';
import { CLIENT_NEEDS, oauthRequests } from './oauth-requests.ts';
import { hashedTarget, OF_APPS } from './token-target.ts';

/** The only real rotation that GitHub has: the successor comes in the answer that ends the old one. */
export const resetOauthToken: ActionDeclaration = {
  id: 'github.reset-oauth-token',
  title: 'Reset the OAuth token',
  capability: 'issue',
  mode: 'gated',
  risk: 'irreversible',
  needs: CLIENT_NEEDS,
  order: 5,
  caution:
    'The old token is dead the moment GitHub answers, and its successor has to reach every consumer: whatever uses the old one fails until then. Only for apps of yours, and only while the old token still works and can be read, in an alert or under connectors.github.respond.known-tokens. An answer that gets lost takes the successor with it: then the user has to authorise the app again.',
  target: (credential) => {
    const target = hashedTarget(credential, OF_APPS);
    return target === null ? null : { ...target, label: `successor of ${target.label}`, first: true };
  },
  plan: (target) => oauthRequests(target, 'PATCH /applications/{client_id}/token'),
};
