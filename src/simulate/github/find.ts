import type { JsonObject } from '../json.ts';
import { record } from './audit/record.ts';
import { notFound } from './fault.ts';
import type { Org, Repo } from './model.ts';
import type { GitHubRequest } from './request.ts';

/** The organisation that the path names. @throws GitHubFault 404 */
export function orgOf({ world, params }: GitHubRequest): Org {
  const org = world.orgs.get(params['org'] ?? params['owner'] ?? '');
  if (org === undefined) throw notFound();
  return org;
}

/** The repository that the path names. @throws GitHubFault 404 */
export function repoOf({ world, params }: GitHubRequest): Repo {
  const repo = world.repos.get(`${params['owner'] ?? ''}/${params['repo'] ?? ''}`);
  if (repo === undefined) throw notFound();
  return repo;
}

/** Writes what the request has changed into the organisation's log. */
export function note(request: GitHubRequest, action: string, fields: JsonObject, repo?: Repo): void {
  const { caller, origin, world } = request;
  const org = world.orgs.get(request.params['org'] ?? repo?.owner ?? '');
  if (org === undefined) return;
  const where = repo === undefined ? {} : { repo };
  record(world, { action, org, ...where, caller, origin, fields });
}

export function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace('.000Z', 'Z');
}
