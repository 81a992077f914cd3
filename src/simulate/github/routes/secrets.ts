import { listAt, textAt } from '../../json.ts';
import { notFound, unprocessable } from '../fault.ts';
import { iso, note } from '../find.ts';
import type { SecretShelf, StoredSecret } from '../model.ts';
import { paged } from '../paging.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';
import { NO_CONTENT } from '../request.ts';
import { shelfOf } from '../shelf.ts';

interface Store {
  readonly path: string;
  readonly permission: string;
  /** First part of the log's action: `repo.create_actions_secret`. */
  readonly scope: 'org' | 'repo' | 'environment';
  readonly suffix: 'actions_secret' | 'integration_secret';
}

const STORES: readonly Store[] = [
  { path: '/repos/{owner}/{repo}/actions', permission: 'secrets', scope: 'repo', suffix: 'actions_secret' },
  {
    path: '/repos/{owner}/{repo}/environments/{environment}',
    permission: 'environments',
    scope: 'environment',
    suffix: 'actions_secret',
  },
  {
    path: '/repos/{owner}/{repo}/dependabot',
    permission: 'dependabot_secrets',
    scope: 'repo',
    suffix: 'integration_secret',
  },
  {
    path: '/repos/{owner}/{repo}/codespaces',
    permission: 'codespaces_secrets',
    scope: 'repo',
    suffix: 'integration_secret',
  },
  { path: '/repos/{owner}/{repo}/agents', permission: 'secrets', scope: 'repo', suffix: 'integration_secret' },
  { path: '/orgs/{org}/actions', permission: 'organization_secrets', scope: 'org', suffix: 'actions_secret' },
  { path: '/orgs/{org}/agents', permission: 'organization_secrets', scope: 'org', suffix: 'integration_secret' },
  {
    path: '/orgs/{org}/dependabot',
    permission: 'organization_dependabot_secrets',
    scope: 'org',
    suffix: 'integration_secret',
  },
  {
    path: '/orgs/{org}/codespaces',
    permission: 'organization_codespaces_secrets',
    scope: 'org',
    suffix: 'integration_secret',
  },
];

/** Sealed boxes: written, listed by name, never read back. */
export const SECRET_ROUTES: readonly Route[] = STORES.flatMap((store): Route[] => {
  const base = `${store.path}/secrets`;
  return [
    { method: 'GET', path: `${base}/public-key`, needs: `${store.permission}:read`, run: publicKey },
    { method: 'GET', path: base, needs: `${store.permission}:read`, run: list },
    { method: 'GET', path: `${base}/{name}`, needs: `${store.permission}:read`, run: one },
    { method: 'GET', path: `${base}/{name}/repositories`, needs: `${store.permission}:read`, run: repositories },
    {
      method: 'PUT',
      path: `${base}/{name}`,
      needs: `${store.permission}:write`,
      run: (request) => put(request, store),
    },
    {
      method: 'DELETE',
      path: `${base}/{name}`,
      needs: `${store.permission}:write`,
      run: (request) => remove(request, store),
    },
  ];
});

function publicKey(request: GitHubRequest): Reply {
  const shelf = shelfFor(request);
  return { status: 200, body: { key_id: shelf.keyId, key: shelf.publicKey.toString('base64') } };
}

function list(request: GitHubRequest): Reply {
  const secrets = [...shelfFor(request).secrets.values()];
  return paged(request, secrets.map(view), (page) => ({ total_count: secrets.length, secrets: page }));
}

function one(request: GitHubRequest): Reply {
  return { status: 200, body: view(secretOf(request)) };
}

function secretOf(request: GitHubRequest): StoredSecret {
  const secret = shelfFor(request).secrets.get((request.params['name'] ?? '').toUpperCase());
  if (secret === undefined) throw notFound();
  return secret;
}

/** Those that a secret of visibility `selected` is for. */
function repositories(request: GitHubRequest): Reply {
  const ids = secretOf(request).repositories;
  return paged(
    request,
    ids.map((id) => ({ id })),
    (page) => ({ total_count: ids.length, repositories: page }),
  );
}

function put(request: GitHubRequest, store: Store): Reply {
  const { body, now, params } = request;
  const shelf = shelfFor(request);
  const name = (params['name'] ?? '').toUpperCase();
  const sealed = textAt(body, 'encrypted_value') ?? '';
  const visibility = textAt(body, 'visibility') ?? '';
  if (!/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/.test(name)) throw unprocessable('Validation Failed: name');
  if (textAt(body, 'key_id') !== shelf.keyId || Buffer.from(sealed, 'base64').length <= 48) {
    throw unprocessable('Validation Failed: not sealed with the public key');
  }
  if (store.scope === 'org' && !['all', 'private', 'selected'].includes(visibility)) {
    throw unprocessable('Validation Failed: visibility is required');
  }
  const known = shelf.secrets.get(name);
  const repositories = listAt(body, 'selected_repository_ids').map(Number);
  shelf.secrets.set(name, {
    name,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
    sealed,
    visibility,
    repositories,
  });
  told(request, store, known === undefined ? 'create' : 'update', name);
  return known === undefined ? { status: 201, body: {} } : NO_CONTENT;
}

function remove(request: GitHubRequest, store: Store): Reply {
  const name = (request.params['name'] ?? '').toUpperCase();
  if (!shelfFor(request).secrets.delete(name)) throw notFound();
  told(request, store, 'remove', name);
  return NO_CONTENT;
}

function told(request: GitHubRequest, { scope, suffix }: Store, what: string, key: string): void {
  const repo = request.world.repos.get(`${request.params['owner'] ?? ''}/${request.params['repo'] ?? ''}`);
  note(request, `${scope}.${what}_${suffix}`, { key, environment_name: request.params['environment'] }, repo);
}

/** Everything before `/secrets` says where. */
function shelfFor({ path, params, world }: GitHubRequest): SecretShelf {
  const place = decodeURIComponent(path.slice(1, path.lastIndexOf('/secrets')));
  const { org, owner, repo } = params;
  const exists = org === undefined ? world.repos.has(`${owner ?? ''}/${repo ?? ''}`) : world.orgs.has(org);
  if (!exists) throw notFound();
  return shelfOf(world, place);
}

function view(secret: StoredSecret): unknown {
  const { createdAt, name, updatedAt, visibility } = secret;
  return {
    name,
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
    ...(visibility === '' ? {} : { visibility }),
  };
}
