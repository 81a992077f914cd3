import { note } from '../find.ts';
import type { GitHubRequest, Reply, Route } from '../request.ts';
import { NO_CONTENT } from '../request.ts';
import { ownInstallation } from './apps.ts';

const PATH = '/app/installations/{id}/suspended';

/** Only the app itself may suspend its installations; its tokens are refused until it takes them up again. */
export const SUSPENSION_ROUTES: readonly Route[] = [
  { method: 'PUT', path: PATH, needs: 'app', run: (request) => change(request, request.now) },
  { method: 'DELETE', path: PATH, needs: 'app', run: (request) => change(request, null) },
];

function change(request: GitHubRequest, at: number | null): Reply {
  const found = ownInstallation(request);
  found.suspendedAt = at;
  const org = request.world.orgs.get(found.org);
  const action = `integration_installation.${at === null ? 'unsuspend' : 'suspend'}`;
  if (org !== undefined)
    note({ ...request, params: { ...request.params, org: org.login } }, action, { name: found.app.slug });
  return NO_CONTENT;
}
