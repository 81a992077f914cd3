import { record } from './audit/record.ts';
import type { GitHubRequest, Route } from './request.ts';

/** Requests by API are events of the audit log stream, where they touch an organisation. */
export function recordRequest(request: GitHubRequest, route: Route, status: number): void {
  const { caller, origin, params, path, query, world } = request;
  const login = params['org'] ?? params['owner'] ?? '';
  const org = world.orgs.get(login);
  if (org === undefined || caller.kind === 'anonymous') return;
  const repo = world.repos.get(`${login}/${params['repo'] ?? ''}`);
  record(world, {
    action: 'api.request',
    org,
    ...(repo === undefined ? {} : { repo }),
    caller,
    origin,
    class: 'stream',
    fields: {
      request_method: route.method,
      route: route.path,
      url_path: path,
      query_string: query.toString(),
      status_code: status,
      request_category: 'api',
      operation_type: 'access',
    },
  });
}
