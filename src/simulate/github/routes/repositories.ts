import { isAllowed } from '../authenticate.ts';
import { notFound } from '../fault.ts';
import { orgOf, repoOf } from '../find.ts';
import type { Repo } from '../model.ts';
import { paged } from '../paging.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';
import { repositoryView } from '../webhooks.ts';

export const REPOSITORY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/orgs/{org}',
    needs: 'token',
    run: (request) => ({ status: 200, body: { login: orgOf(request).login, id: orgOf(request).id } }),
  },
  { method: 'GET', path: '/orgs/{org}/repos', needs: 'metadata:read', run: list },
  { method: 'GET', path: '/repos/{owner}/{repo}', needs: 'any', run: one },
];

function list(request: GitHubRequest): Reply {
  const org = orgOf(request);
  const repos = [...request.world.repos.values()].filter((repo) => repo.owner === org.login);
  return paged(
    request,
    repos.map((repo) => repositoryView(request.world, repo)),
  );
}

/** Public ones are open to all; of the others nobody hears who may not see them. */
function one(request: GitHubRequest): Reply {
  const repo = repoOf(request);
  if (repo.isPrivate && !maySee(request, repo)) throw notFound();
  return { status: 200, body: repositoryView(request.world, repo) };
}

function maySee({ caller, world }: GitHubRequest, repo: Repo): boolean {
  if (caller.kind !== 'token' || !isAllowed(world, caller.token.may, 'metadata:read')) return false;
  return caller.token.reach.some((place) => place === '*' || place === repo.owner);
}
