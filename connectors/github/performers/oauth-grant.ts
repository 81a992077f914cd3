import { AppError } from '../../../src/core/errors.ts';
import type { Secret } from '../../../src/core/secret.ts';
import type { GitHubApi } from '../clients/client.ts';
import type { Json } from '../json.ts';
import { objectOf } from '../json.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

/** An app of ours with a token that it holds. */
export interface OauthGrant {
  readonly clientId: string;
  readonly api: GitHubApi;
  /** What GitHub says of the token: user, scopes, digest. */
  readonly about: Json;
}

/** The app of ours that the token was made for; null where it is of none, or dead. */
export async function grantOf(hands: Hands, token: Secret, label: string): Promise<OauthGrant | null> {
  for (const { api, clientId } of hands.oauthApps) {
    const answer = await orNull(() =>
      api.ask(`ask whether ${label} is of the app ${clientId}`, 'POST /applications/{client_id}/token', {
        parameters: { client_id: clientId, access_token: token.reveal() },
      }),
    );
    if (answer !== null) return { clientId, api, about: objectOf(answer.data) };
  }
  return null;
}

export function notOurApp(label: string): AppError {
  return new AppError(`${label} is of no app of ours, or GitHub takes it no more`, {
    code: 'GITHUB_OAUTH_APP_UNKNOWN',
    kind: 'unsupported',
    hint: 'Name the app under connectors.github.respond.oauth-apps where it is yours; else the user has to authorise it again from the app itself.',
  });
}
