import { textAt } from '../../json.ts';
import { notFound, unprocessable } from '../fault.ts';
import { iso, orgOf } from '../find.ts';
import { makeToken } from '../make-token.ts';
import type { Installation } from '../model.ts';
import { paged } from '../paging.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';
import { NO_CONTENT } from '../request.ts';

const HOUR = 3_600_000;

export const APP_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/app',
    needs: 'app',
    run: ({ caller }) =>
      caller.kind === 'app'
        ? {
            status: 200,
            body: { id: caller.app.id, slug: caller.app.slug, permissions: permissionsOf(caller.app.may) },
          }
        : missing(),
  },
  {
    method: 'GET',
    path: '/app/installations',
    needs: 'app',
    run: (request) => paged(request, ownInstallations(request).map(view)),
  },
  {
    method: 'GET',
    path: '/app/installations/{id}',
    needs: 'app',
    run: (request) => ({ status: 200, body: view(ownInstallation(request)) }),
  },
  { method: 'POST', path: '/app/installations/{id}/access_tokens', needs: 'app', run: issueToken },
  { method: 'PATCH', path: '/app/hook/config', needs: 'app', run: changeHook },
  {
    method: 'GET',
    path: '/app/hook/config',
    needs: 'app',
    run: () => ({ status: 200, body: { content_type: 'json', secret: '********' } }),
  },
  { method: 'GET', path: '/orgs/{org}/installations', needs: 'organization_administration:read', run: listOfOrg },
  { method: 'DELETE', path: '/installation/token', needs: 'token', run: endToken },
  { method: 'GET', path: '/installation/repositories', needs: 'token', run: repositories },
];

function listOfOrg(request: GitHubRequest): Reply {
  const { installations } = orgOf(request);
  return paged(request, installations.map(view), (page) => ({
    total_count: installations.length,
    installations: page,
  }));
}

function issueToken(request: GitHubRequest): Reply {
  const { now, world } = request;
  const found = ownInstallation(request);
  const token = makeToken(world, {
    kind: 'installation',
    owner: `${found.app.slug}[bot]`,
    may: found.app.may,
    reach: [found.org],
    expiresAt: now + HOUR,
    app: found.app.id,
  });
  const body = {
    token: token.text,
    expires_at: iso(now + HOUR),
    permissions: permissionsOf(found.app.may),
    repository_selection: 'all',
  };
  return { status: 201, body };
}

function changeHook({ caller, body }: GitHubRequest): Reply {
  const secret = textAt(body, 'secret');
  if (caller.kind !== 'app') return missing();
  if (secret === undefined) throw unprocessable('Validation Failed: secret');
  caller.app.hookSecret = secret;
  return { status: 200, body: { content_type: 'json', secret: '********' } };
}

/** An installation token can end itself, and nobody else can. */
function endToken({ caller, now }: GitHubRequest): Reply {
  if (caller.kind !== 'token' || caller.token.kind !== 'installation') return missing();
  caller.token.deadFrom = now;
  return NO_CONTENT;
}

function repositories(request: GitHubRequest): Reply {
  const { caller, world } = request;
  if (caller.kind !== 'token' || caller.token.kind !== 'installation') return missing();
  const { reach } = caller.token;
  const found = [...world.repos.values()].filter((repo) => reach.includes(repo.owner));
  const rows = found.map((repo) => ({ id: repo.id, full_name: `${repo.owner}/${repo.name}`, private: repo.isPrivate }));
  return paged(request, rows, (page) => ({ total_count: rows.length, repositories: page }));
}

function ownInstallations({ caller, world }: GitHubRequest): readonly Installation[] {
  const all = [...world.orgs.values()].flatMap((org) => org.installations);
  return all.filter(({ app }) => caller.kind === 'app' && app.id === caller.app.id);
}

export function ownInstallation(request: GitHubRequest): Installation {
  const found = ownInstallations(request).find(({ id }) => String(id) === request.params['id']);
  if (found === undefined) throw notFound();
  return found;
}

function view({ app, createdAt, id, org, suspendedAt }: Installation): unknown {
  return {
    id,
    app_id: app.id,
    app_slug: app.slug,
    account: { login: org },
    target_type: 'Organization',
    permissions: permissionsOf(app.may),
    events: [],
    repository_selection: 'all',
    suspended_at: iso(suspendedAt),
    created_at: iso(createdAt),
    updated_at: iso(createdAt),
  };
}

function permissionsOf(may: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(may.map((one) => one.split(':')).map(([name = '', level = 'write']) => [name, level]));
}

function missing(): never {
  throw notFound();
}
