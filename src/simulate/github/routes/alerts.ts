import { textAt } from '../../json.ts';
import { alertView, locationView } from '../alert-view.ts';
import { notFound, unprocessable } from '../fault.ts';
import { note, orgOf, repoOf } from '../find.ts';
import type { Alert, Repo } from '../model.ts';
import { paged } from '../paging.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';

const READ = 'secret_scanning_alerts:read';
const WRITE = 'secret_scanning_alerts:write';
const REPO = '/repos/{owner}/{repo}/secret-scanning/alerts';

export const ALERT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/orgs/{org}/secret-scanning/alerts', needs: READ, run: listOfOrg },
  { method: 'GET', path: '/enterprises/{enterprise}/secret-scanning/alerts', needs: READ, run: listOfEnterprise },
  { method: 'GET', path: REPO, needs: READ, run: listOfRepo },
  { method: 'GET', path: `${REPO}/{number}`, needs: READ, run: one },
  { method: 'GET', path: `${REPO}/{number}/locations`, needs: READ, run: locations },
  { method: 'PATCH', path: `${REPO}/{number}`, needs: WRITE, run: update },
];

function listOfOrg(request: GitHubRequest): Reply {
  const org = orgOf(request);
  return listOf(
    request,
    [...request.world.repos.values()].filter((repo) => repo.owner === org.login),
  );
}

function listOfEnterprise(request: GitHubRequest): Reply {
  const { params, world } = request;
  const logins = [...world.orgs.values()]
    .filter((org) => org.enterprise === params['enterprise'])
    .map((org) => org.login);
  if (logins.length === 0) throw notFound();
  return listOf(
    request,
    [...world.repos.values()].filter((repo) => logins.includes(repo.owner)),
  );
}

function listOfRepo(request: GitHubRequest): Reply {
  return listOf(request, [repoOf(request)]);
}

function listOf(request: GitHubRequest, repos: readonly Repo[]): Reply {
  const { query, world } = request;
  const by = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  const hidden = query.get('hide_secret') === 'true';
  const found = repos
    .flatMap((repo) => repo.alerts.map((alert) => ({ repo, alert })))
    .filter(({ alert }) => matches(query, alert))
    .toSorted((a, b) => sign * (a.alert[by] - b.alert[by]));
  return paged(
    request,
    found.map(({ repo, alert }) =>
      alertView(world, repo, alert, { hidden, repository: repos.length !== 1 || !('repo' in request.params) }),
    ),
  );
}

function matches(query: URLSearchParams, alert: Alert): boolean {
  const one = (name: string, value: string): boolean => (query.get(name) ?? value).split(',').includes(value);
  return (
    one('state', alert.state) &&
    one('secret_type', alert.secretType) &&
    one('validity', alert.validity) &&
    one('resolution', alert.resolution ?? '') &&
    one('is_publicly_leaked', String(alert.publiclyLeaked)) &&
    one('is_multi_repo', String(alert.multiRepo))
  );
}

function one(request: GitHubRequest): Reply {
  const repo = repoOf(request);
  const hidden = request.query.get('hide_secret') === 'true';
  return { status: 200, body: alertView(request.world, repo, alertOf(request, repo), { hidden, repository: false }) };
}

function locations(request: GitHubRequest): Reply {
  const repo = repoOf(request);
  return paged(
    request,
    alertOf(request, repo).locations.map((where) => locationView(request.world, repo, where)),
  );
}

function update(request: GitHubRequest): Reply {
  const repo = repoOf(request);
  const alert = alertOf(request, repo);
  const state = textAt(request.body, 'state');
  const resolution = textAt(request.body, 'resolution');
  if (state !== 'open' && state !== 'resolved') throw unprocessable('Validation Failed: state');
  if (state === 'resolved' && resolution === undefined)
    throw unprocessable('Validation Failed: resolution is required');
  alert.state = state;
  alert.resolution = state === 'resolved' ? (resolution ?? null) : null;
  alert.comment = textAt(request.body, 'resolution_comment') ?? null;
  alert.resolvedAt = state === 'resolved' ? request.now : null;
  alert.updatedAt = request.now;
  const action = `secret_scanning_alert.${state === 'resolved' ? 'resolve' : 'reopen'}`;
  note(request, action, { number: alert.number, secret_type: alert.secretType, resolution: alert.resolution }, repo);
  return { status: 200, body: alertView(request.world, repo, alert, { hidden: true, repository: false }) };
}

function alertOf({ params }: GitHubRequest, repo: Repo): Alert {
  const alert = repo.alerts.find(({ number }) => String(number) === params['number']);
  if (alert === undefined) throw notFound();
  return alert;
}
