import { notFound } from '../fault.ts';
import { iso, note, orgOf } from '../find.ts';
import type { Authorization } from '../model.ts';
import { paged } from '../paging.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';
import { NO_CONTENT } from '../request.ts';

const PATH = '/orgs/{org}/credential-authorizations';

/** Classic tokens and SSH keys that their owners authorised for single sign-on; needs Enterprise. */
export const AUTHORIZATION_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, needs: 'organization_administration:read', run: list },
  { method: 'DELETE', path: `${PATH}/{credential_id}`, needs: 'organization_administration:write', run: remove },
];

function list(request: GitHubRequest): Reply {
  const org = orgOf(request);
  if (org.enterprise === '') throw notFound();
  const login = request.query.get('login');
  const found = [...org.authorizations.values()].filter((one) => login === null || one.login === login);
  return paged(request, found.map(view));
}

function remove(request: GitHubRequest): Reply {
  const org = orgOf(request);
  const found = org.authorizations.get(Number(request.params['credential_id']));
  if (found === undefined) throw notFound();
  org.authorizations.delete(found.id);
  if (found.token !== null) found.token.reach = found.token.reach.filter((place) => place !== org.login);
  note(request, 'org_credential_authorization.deauthorize', { user: found.login, operation_type: 'remove' });
  return NO_CONTENT;
}

function view(one: Authorization): unknown {
  const common = {
    login: one.login,
    credential_id: one.id,
    credential_type: one.type,
    credential_authorized_at: iso(one.authorizedAt),
    credential_accessed_at: iso(one.token?.lastUsedAt ?? one.accessedAt),
  };
  if (one.token === null) return { ...common, fingerprint: one.fingerprint, authorized_credential_title: one.title };
  return {
    ...common,
    token_last_eight: one.token.text.slice(-8),
    scopes: one.token.scopes,
    authorized_credential_id: one.token.id,
    authorized_credential_note: one.token.name,
    authorized_credential_expires_at: iso(one.token.expiresAt),
  };
}
