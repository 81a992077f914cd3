import { notFound } from '../fault.ts';
import { iso } from '../find.ts';
import { paged } from '../paging.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';

export const USER_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/user', needs: 'token', run: self },
  { method: 'GET', path: '/user/keys', needs: 'token', run: keys },
  { method: 'GET', path: '/rate_limit', needs: 'any', run: rateLimit },
];

/** Installations are nobody. */
function self({ caller, world }: GitHubRequest): Reply {
  if (caller.kind !== 'token' || caller.token.kind === 'installation') throw notFound();
  const { owner, scopes } = caller.token;
  const body = { login: owner, id: world.users.get(owner)?.id ?? 0, type: owner.endsWith('[bot]') ? 'Bot' : 'User' };
  return { status: 200, body, headers: { 'x-oauth-scopes': scopes.join(', ') } };
}

function keys(request: GitHubRequest): Reply {
  const { caller, world } = request;
  if (caller.kind !== 'token') throw notFound();
  const own = world.users.get(caller.token.owner)?.keys ?? [];
  return paged(
    request,
    own.map(({ createdAt, id, key, title }) => ({ id, key, title, created_at: iso(createdAt) })),
  );
}

function rateLimit({ world }: GitHubRequest): Reply {
  const { auditLog, core } = world.settings.limits;
  return { status: 200, body: { resources: { core: { limit: core }, audit_log: { limit: auditLog } } } };
}
