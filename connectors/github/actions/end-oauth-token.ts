import type { ActionDeclaration } from '../../../src/core/action.ts';
import { CLIENT_NEEDS, oauthRequests } from './oauth-requests.ts';
import { hashedTarget, OF_APPS } from './token-target.ts';

export const endOauthToken: ActionDeclaration = {
  id: 'github.end-oauth-token',
  title: 'End the OAuth token as the owner of its app',
  capability: 'contain',
  mode: 'gated',
  risk: 'irreversible',
  needs: CLIENT_NEEDS,
  order: 5,
  caution:
    'At once, unlike a revocation, and only for tokens of apps of yours. The user stays authorised: the app can ask for another token without the user being asked again.',
  // In a routine rotation the reset has ended it already, and by then it may be readable nowhere.
  target: (credential, { approach, successor }) =>
    approach === 'cut' || (approach === 'retire' && successor !== true) ? hashedTarget(credential, OF_APPS) : null,
  plan: (target) => oauthRequests(target, 'DELETE /applications/{client_id}/token'),
};
