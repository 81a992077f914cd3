import { textAt } from '../../json.ts';
import { notFound, unprocessable } from '../fault.ts';
import { iso, note, repoOf } from '../find.ts';
import { fingerprintOf } from '../ids.ts';
import type { DeployKey, Repo } from '../model.ts';
import { paged } from '../paging.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';
import { NO_CONTENT } from '../request.ts';
import { announce } from '../webhooks.ts';
import { nextId } from '../world.ts';

const PATH = '/repos/{owner}/{repo}/keys';

export const DEPLOY_KEY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: PATH,
    needs: 'administration:read',
    run: (request) => paged(request, [...repoOf(request).deployKeys.values()].map(view)),
  },
  { method: 'POST', path: PATH, needs: 'administration:write', run: create },
  {
    method: 'GET',
    path: `${PATH}/{key_id}`,
    needs: 'administration:read',
    run: (request) => ({ status: 200, body: view(keyOf(request, repoOf(request))) }),
  },
  { method: 'DELETE', path: `${PATH}/{key_id}`, needs: 'administration:write', run: remove },
];

function create(request: GitHubRequest): Reply {
  const { body, caller, now, world } = request;
  const repo = repoOf(request);
  const text = (textAt(body, 'key') ?? '').split(' ').slice(0, 2).join(' ');
  if (!/^(ssh-|ecdsa-)\S+ [A-Za-z0-9+/=]+$/.test(text)) throw unprocessable('Validation Failed: key is invalid');
  if ([...world.repos.values()].some(({ deployKeys }) => [...deployKeys.values()].some(({ key }) => key === text))) {
    throw unprocessable('Validation Failed: key is already in use');
  }
  const key: DeployKey = {
    id: nextId(world),
    key: text,
    title: textAt(body, 'title') ?? '',
    readOnly: body['read_only'] === true,
    addedBy: caller.kind === 'token' ? caller.token.owner : '',
    createdAt: now,
    madeWith: caller.kind === 'token' ? caller.token.id : 0,
    lastUsedAt: null,
  };
  repo.deployKeys.set(key.id, key);
  told(request, repo, key, 'create');
  return { status: 201, body: view(key) };
}

function remove(request: GitHubRequest): Reply {
  const repo = repoOf(request);
  const key = keyOf(request, repo);
  repo.deployKeys.delete(key.id);
  told(request, repo, key, 'delete');
  return NO_CONTENT;
}

/** In the log they are public keys; `deploy_key` is the name of the webhook. */
function told(request: GitHubRequest, repo: Repo, key: DeployKey, what: 'create' | 'delete'): void {
  const { title, readOnly } = key;
  const operation_type = what === 'create' ? 'create' : 'remove';
  const fields = { fingerprint: fingerprintOf(key.key), title, read_only: readOnly, operation_type };
  note(request, `public_key.${what}`, fields, repo);
  const org = request.world.orgs.get(repo.owner);
  if (org !== undefined) announce(request.world, org, repo, 'deploy_key', { action: `${what}d`, key: view(key) });
}

function keyOf({ params }: GitHubRequest, repo: Repo): DeployKey {
  const key = repo.deployKeys.get(Number(params['key_id']));
  if (key === undefined) throw notFound();
  return key;
}

function view(key: DeployKey): unknown {
  return {
    id: key.id,
    key: key.key,
    title: key.title,
    read_only: key.readOnly,
    verified: true,
    enabled: true,
    added_by: key.addedBy,
    created_at: iso(key.createdAt),
    last_used: iso(key.lastUsedAt),
  };
}
