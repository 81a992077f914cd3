import { iso } from './find.ts';
import type { Alert, Repo } from './model.ts';
import { repositoryView } from './webhooks.ts';
import type { World } from './world.ts';

/** An alert as the API prints it. @param options.hidden leaves the literal out; lists of many repositories name each */
export function alertView(
  world: World,
  repo: Repo,
  alert: Alert,
  options: { readonly hidden: boolean; readonly repository: boolean },
): Readonly<Record<string, unknown>> {
  const path = `${repo.owner}/${repo.name}`;
  const url = `${world.url}/repos/${path}/secret-scanning/alerts/${alert.number}`;
  const [first] = alert.locations;
  return {
    number: alert.number,
    created_at: iso(alert.createdAt),
    updated_at: iso(alert.updatedAt),
    url,
    html_url: `https://github.com/${path}/security/secret-scanning/${alert.number}`,
    locations_url: `${url}/locations`,
    state: alert.state,
    resolution: alert.resolution,
    resolved_at: iso(alert.resolvedAt),
    resolution_comment: alert.comment,
    secret_type: alert.secretType,
    secret_type_display_name: alert.title,
    ...(options.hidden ? {} : { secret: alert.secret }),
    validity: alert.validity,
    publicly_leaked: alert.publiclyLeaked,
    multi_repo: alert.multiRepo,
    push_protection_bypassed: false,
    ...(first === undefined ? {} : { first_location_detected: commitOf(world, repo, first) }),
    has_more_locations: alert.locations.length > 1,
    ...(options.repository ? { repository: repositoryView(world, repo) } : {}),
  };
}

export function locationView(world: World, repo: Repo, where: Alert['locations'][number]): unknown {
  return { type: 'commit', details: commitOf(world, repo, where) };
}

function commitOf(world: World, repo: Repo, { path, line, commit }: Alert['locations'][number]): unknown {
  const api = `${world.url}/repos/${repo.owner}/${repo.name}/git`;
  return {
    path,
    start_line: line,
    end_line: line,
    start_column: 1,
    end_column: 41,
    blob_sha: commit,
    blob_url: `${api}/blobs/${commit}`,
    commit_sha: commit,
    commit_url: `${api}/commits/${commit}`,
    html_url: `https://github.com/${repo.owner}/${repo.name}/blob/${commit}/${path}#L${line}`,
  };
}
