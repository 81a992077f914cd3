import type { ActionPerformer } from '../../../src/core/action.ts';
import type { Hands } from './hands.ts';
import { literalPerformer } from './literal-performer.ts';
import { grantOf } from './oauth-grant.ts';

export function endOauthTokenPerformer(hands: Hands): ActionPerformer {
  return endOauth(hands, 'token');
}

export function endOauthGrantPerformer(hands: Hands): ActionPerformer {
  return endOauth(hands, 'grant');
}

/** A token of somebody else's app is left to the revocation that stands beside this step: it is dead or not in the end. */
function endOauth(hands: Hands, what: 'token' | 'grant'): ActionPerformer {
  return literalPerformer(hands, async (token, label) => {
    const grant = await grantOf(hands, token, label);
    if (grant === null) return 'of no app of ours';
    const parameters = { client_id: grant.clientId, access_token: token.reveal() };
    await grant.api.ask(`end ${label}`, `DELETE /applications/{client_id}/${what}`, { parameters });
    return 'ended';
  });
}
