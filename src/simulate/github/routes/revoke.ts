import { textsAt } from '../../json.ts';
import { GitHubFault, unprocessable } from '../fault.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';

const MOST = 1_000;

/**
 * Leaked tokens, whoever's they are. For callers without any credential; answers 202 before anything is known, and
 * the token dies a while later. Installation tokens are not taken.
 */
export const REVOKE_ROUTES: readonly Route[] = [{ method: 'POST', path: '/credentials/revoke', needs: 'any', run }];

function run({ body, caller, now, world }: GitHubRequest): Reply {
  if (caller.kind !== 'anonymous') throw new GitHubFault(403, 'This endpoint does not accept authenticated requests.');
  const given = textsAt(body, 'credentials');
  if (given.length === 0 || given.length > MOST) throw unprocessable('Validation Failed: credentials');
  if (given.some((text) => !/^(ghp_|github_pat_|gho_|ghu_|ghr_)/.test(text))) {
    throw unprocessable('Validation Failed: credentials has a value that is no token of a kind that can be revoked');
  }
  for (const text of given) {
    const token = world.tokens.get(text);
    if (token !== undefined) token.deadFrom ??= now + world.weather.between(...world.settings.revocationDelay);
  }
  return { status: 202, body: {} };
}
