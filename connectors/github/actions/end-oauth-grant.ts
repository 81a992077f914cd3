import type { ActionDeclaration } from '../../../src/core/action.ts';
import { CLIENT_NEEDS, oauthRequests } from './oauth-requests.ts';
import { hashedTarget } from './token-target.ts';

/** A refresh token may have leaked with the token: it makes others for half a year. */
export const endOauthGrant: ActionDeclaration = {
  id: 'github.end-oauth-grant',
  title: 'End all that the app was allowed for the user',
  capability: 'contain',
  mode: 'gated',
  risk: 'irreversible',
  needs: CLIENT_NEEDS,
  // Asked with the token itself, which has to live until then.
  order: 4,
  caution:
    'Ends every token and refresh token that the app holds for that user, wherever they are used. The user has to authorise the app again.',
  target: (credential, { approach, successor }) => {
    if (approach !== 'cut' || successor === true) return null;
    const target = hashedTarget(credential, ['app-user']);
    return target === null ? null : { ...target, label: `grant behind ${target.label}` };
  },
  plan: (target) => oauthRequests(target, 'DELETE /applications/{client_id}/grant'),
};
