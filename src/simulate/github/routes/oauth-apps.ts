import { textAt } from '../../json.ts';
import { isAlive } from '../authenticate.ts';
import { notFound } from '../fault.ts';
import { iso } from '../find.ts';
import { hexHash } from '../ids.ts';
import { makeToken } from '../make-token.ts';
import type { Token } from '../model.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';
import { NO_CONTENT } from '../request.ts';

const PATH = '/applications/{client_id}';

/** What the owner of an OAuth app may do with the tokens that users gave it. */
export const OAUTH_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: `${PATH}/token`,
    needs: 'oauth-app',
    run: (request) => ({ status: 200, body: view(tokenOf(request)) }),
  },
  { method: 'PATCH', path: `${PATH}/token`, needs: 'oauth-app', run: reset },
  { method: 'DELETE', path: `${PATH}/token`, needs: 'oauth-app', run: remove },
  { method: 'DELETE', path: `${PATH}/grant`, needs: 'oauth-app', run: removeGrant },
];

/** The old one is dead at once. */
function reset(request: GitHubRequest): Reply {
  const old = tokenOf(request);
  old.deadFrom = request.now;
  const { client, kind, may, name, owner, reach, scopes } = old;
  return { status: 200, body: view(makeToken(request.world, { client, kind, may, name, owner, reach, scopes })) };
}

function remove(request: GitHubRequest): Reply {
  tokenOf(request).deadFrom = request.now;
  return NO_CONTENT;
}

/** All tokens of that user for this app. */
function removeGrant(request: GitHubRequest): Reply {
  const { client, owner } = tokenOf(request);
  for (const token of request.world.tokens.values()) {
    if (token.client === client && token.owner === owner) token.deadFrom ??= request.now;
  }
  return NO_CONTENT;
}

/** The token that the body names, where it lives and belongs to the app. */
function tokenOf({ body, caller, params, world }: GitHubRequest): Token {
  const token = world.tokens.get(textAt(body, 'access_token') ?? '');
  const isOwn = caller.kind === 'oauth-app' && caller.app.clientId === params['client_id'];
  if (token === undefined || !isOwn || token.client !== params['client_id'] || !isAlive(world, token)) throw notFound();
  return token;
}

function view(token: Token): unknown {
  return {
    id: token.id,
    token: token.text,
    token_last_eight: token.text.slice(-8),
    hashed_token: hexHash(token.text),
    scopes: token.scopes,
    note: token.name,
    user: { login: token.owner },
    expires_at: iso(token.expiresAt),
    created_at: iso(token.createdAt),
    updated_at: iso(token.createdAt),
  };
}
