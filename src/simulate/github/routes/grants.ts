import { listAt, textAt } from '../../json.ts';
import { notFound, unprocessable } from '../fault.ts';
import { iso, note, orgOf } from '../find.ts';
import type { Grant, Org } from '../model.ts';
import { paged } from '../paging.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';
import { NO_CONTENT } from '../request.ts';

const PATH = '/orgs/{org}/personal-access-tokens';

/** Grants of fine-grained tokens: for installations of apps alone. */
export const GRANT_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, needs: 'organization_personal_access_tokens:read', run: list },
  { method: 'POST', path: `${PATH}/{pat_id}`, needs: 'organization_personal_access_tokens:write', run: revokeOne },
  { method: 'POST', path: PATH, needs: 'organization_personal_access_tokens:write', run: revokeMany },
];

function list(request: GitHubRequest): Reply {
  const grants = [...grantsOf(request).grants.values()];
  const owners = request.query.getAll('owner[]');
  const tokens = request.query.getAll('token_id[]').map(Number);
  const found = grants
    .filter(({ token }) => owners.length === 0 || owners.includes(token.owner))
    .filter(({ token }) => tokens.length === 0 || tokens.includes(token.id));
  return paged(
    request,
    found.map((grant) => view(request, grant)),
  );
}

function revokeOne(request: GitHubRequest): Reply {
  const org = grantsOf(request);
  if (textAt(request.body, 'action') !== 'revoke') throw unprocessable('Validation Failed: action');
  const grant = org.grants.get(Number(request.params['pat_id']));
  if (grant === undefined) throw notFound();
  revoke(request, org, grant);
  return NO_CONTENT;
}

/** Accepted, and done in the background. */
function revokeMany(request: GitHubRequest): Reply {
  const org = grantsOf(request);
  const ids = listAt(request.body, 'pat_ids').map(Number);
  if (textAt(request.body, 'action') !== 'revoke' || ids.length === 0 || ids.length > 100) {
    throw unprocessable('Validation Failed: pat_ids');
  }
  for (const id of ids) {
    const grant = org.grants.get(id);
    if (grant !== undefined) revoke(request, org, grant);
  }
  return { status: 202, body: {} };
}

function grantsOf(request: GitHubRequest): Org {
  const { caller } = request;
  if (caller.kind !== 'token' || caller.token.kind !== 'installation') throw notFound();
  return orgOf(request);
}

/** Takes away the access to this organisation; the token lives on, and so do the SSH keys that it made. */
function revoke(request: GitHubRequest, org: Org, grant: Grant): void {
  const { token } = grant;
  org.grants.delete(grant.id);
  token.reach = token.reach.filter((place) => place !== org.login);
  note(request, 'personal_access_token.access_revoked', {
    user: token.owner,
    user_programmatic_access_name: token.name,
    token_id: token.id,
    operation_type: 'remove',
  });
}

function view({ world, now }: GitHubRequest, grant: Grant): unknown {
  const { token } = grant;
  return {
    id: grant.id,
    token_id: token.id,
    token_name: token.name,
    owner: { login: token.owner, id: world.users.get(token.owner)?.id ?? 0, type: 'User' },
    repository_selection: grant.repositories,
    repositories_url: `${world.url}${PATH}/${String(grant.id)}/repositories`,
    permissions: grant.permissions,
    access_granted_at: iso(grant.grantedAt),
    token_expired: token.expiresAt !== null && token.expiresAt <= now,
    token_expires_at: iso(token.expiresAt),
    token_last_used_at: iso(token.lastUsedAt),
  };
}
