import { textAt } from '../../json.ts';
import { notFound, unprocessable } from '../fault.ts';
import { note, orgOf, repoOf } from '../find.ts';
import type { Hook } from '../model.ts';
import { paged } from '../paging.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';
import { NO_CONTENT } from '../request.ts';

const ORG = '/orgs/{org}/hooks';
const REPO = '/repos/{owner}/{repo}/hooks';

export const HOOK_ROUTES: readonly Route[] = [
  ...routesAt(ORG, 'organization_hooks', (request) => orgOf(request).hooks),
  ...routesAt(REPO, 'repository_hooks', (request) => repoOf(request).hooks),
];

function routesAt(path: string, permission: string, hooksOf: (request: GitHubRequest) => Map<number, Hook>): Route[] {
  const hookOf = (request: GitHubRequest): Hook => {
    const hook = hooksOf(request).get(Number(request.params['hook_id']));
    if (hook === undefined) throw notFound();
    return hook;
  };
  const read = `${permission}:read`;
  const write = `${permission}:write`;
  return [
    { method: 'GET', path, needs: read, run: (request) => paged(request, [...hooksOf(request).values()].map(view)) },
    {
      method: 'GET',
      path: `${path}/{hook_id}`,
      needs: read,
      run: (request) => ({ status: 200, body: view(hookOf(request)) }),
    },
    {
      method: 'GET',
      path: `${path}/{hook_id}/config`,
      needs: read,
      run: (request) => ({ status: 200, body: config(hookOf(request)) }),
    },
    {
      method: 'PATCH',
      path: `${path}/{hook_id}/config`,
      needs: write,
      run: (request) => change(request, hookOf(request)),
    },
    {
      method: 'PATCH',
      path: `${path}/{hook_id}`,
      needs: write,
      run: (request) => {
        const hook = hookOf(request);
        hook.active = request.body['active'] !== false;
        note(
          request,
          'hook.active_changed',
          { hook_id: hook.id, active: hook.active, operation_type: 'modify' },
          repoAt(request),
        );
        return { status: 200, body: view(hook) };
      },
    },
    {
      method: 'DELETE',
      path: `${path}/{hook_id}`,
      needs: write,
      run: (request) => {
        const hook = hookOf(request);
        hooksOf(request).delete(hook.id);
        note(request, 'hook.destroy', { hook_id: hook.id, operation_type: 'remove' }, repoAt(request));
        return NO_CONTENT;
      },
    },
  ];
}

function change(request: GitHubRequest, hook: Hook): Reply {
  const { body } = request;
  const secret = textAt(body, 'secret');
  const url = textAt(body, 'url');
  if (secret === undefined && url === undefined) throw unprocessable('Validation Failed: nothing to change');
  const was = config(hook);
  hook.secret = secret ?? hook.secret;
  hook.url = url ?? hook.url;
  const fields = { hook_id: hook.id, config: config(hook), config_was: was, operation_type: 'modify' };
  note(request, 'hook.config_changed', fields, repoAt(request));
  return { status: 200, body: config(hook) };
}

function repoAt({ params, world }: GitHubRequest): ReturnType<typeof repoOf> | undefined {
  return world.repos.get(`${params['owner'] ?? ''}/${params['repo'] ?? ''}`);
}

function config({ url }: Hook): Readonly<Record<string, string>> {
  return { url, content_type: 'json', insecure_ssl: '0', secret: '********' };
}

function view(hook: Hook): unknown {
  return { id: hook.id, name: 'web', active: hook.active, events: hook.events, config: config(hook) };
}
