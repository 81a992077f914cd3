import { notFound } from '../fault.ts';
import { iso } from '../find.ts';
import { hexHash } from '../ids.ts';
import { paged } from '../paging.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';
import { NO_CONTENT } from '../request.ts';

/** What an enterprise server shows its administrators: tokens and keys of all users. */
export const SERVER_ADMIN_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/admin/tokens', needs: 'site_admin:read', run: tokens },
  { method: 'DELETE', path: '/admin/tokens/{id}', needs: 'site_admin:write', run: removeToken },
  { method: 'GET', path: '/admin/keys', needs: 'site_admin:read', run: keys },
  { method: 'DELETE', path: '/admin/keys/{id}', needs: 'site_admin:write', run: removeKey },
];

function tokens(request: GitHubRequest): Reply {
  const living = [...request.world.tokens.values()].filter(
    ({ deadFrom, kind }) => deadFrom === null && kind === 'classic',
  );
  return paged(
    request,
    living.map((token) => ({
      id: token.id,
      hashed_token: hexHash(token.text),
      user: { login: token.owner },
      scopes: token.scopes,
      created_at: iso(token.createdAt),
      last_accessed_at: iso(token.lastUsedAt),
    })),
  );
}

function removeToken({ now, params, world }: GitHubRequest): Reply {
  const found = [...world.tokens.values()].find(({ id, kind }) => kind === 'classic' && String(id) === params['id']);
  if (found === undefined || found.deadFrom !== null) throw notFound();
  found.deadFrom = now;
  return NO_CONTENT;
}

function keys(request: GitHubRequest): Reply {
  const rows = [...request.world.users.values()].flatMap((user) =>
    user.keys.map(({ createdAt, id, key, title }) => ({
      id,
      key,
      title,
      user_id: user.id,
      created_at: iso(createdAt),
    })),
  );
  return paged(request, rows);
}

function removeKey({ params, world }: GitHubRequest): Reply {
  for (const { keys: own } of world.users.values()) {
    const index = own.findIndex(({ id }) => String(id) === params['id']);
    if (index < 0) continue;
    own.splice(index, 1);
    return NO_CONTENT;
  }
  throw notFound();
}
