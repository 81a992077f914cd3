import type { Json } from './json.ts';
import { fieldOf, listOf, objectOf, wordIn, wordOf } from './json.ts';

/** Members that say what an action was about, the most telling first, by the action's category. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  git: ['repository', 'repo'],
  repo: ['repo', 'repository', 'user'],
  hook: ['repo', 'repository', 'hook_id'],
  personal_access_token: ['user_programmatic_access_name', 'user', 'repository'],
  org_credential_authorization: ['user'],
  oauth_application: ['oauth_application_name', 'oauth_application', 'name'],
  oauth_authorization: ['oauth_application_name', 'user'],
  oauth_access: ['oauth_application_name', 'user'],
  integration: ['integration', 'name'],
  integration_installation: ['integration', 'name', 'repository'],
  public_key: ['title', 'fingerprint', 'repo'],
  org: ['user', 'permission', 'invitee'],
  team: ['team', 'user', 'repo'],
  workflows: ['repo', 'name', 'workflow_run_id'],
  secret_scanning_alert: ['repo', 'secret_type', 'number'],
  secret_scanning_push_protection: ['repo', 'secret_type'],
  protected_branch: ['repo', 'name', 'branch'],
};
const OTHERS = ['repo', 'repository', 'user', 'team', 'name', 'org', 'business'];
const NONE: readonly string[] = Object.freeze([]);

/** What was touched; the first is the one that counts. */
export function targetsOf(record: Json, action: string, service: string): readonly string[] {
  const found = new Set<string>();
  if (action.endsWith('_secret')) add(found, secretName(record));
  if (service === 'hook') add(found, wordIn(objectOf(fieldOf(record, 'config')), 'url'));
  for (const name of FIELDS[service] ?? OTHERS) add(found, wordIn(record, name));
  for (const name of listOf(record['repositories_added_names'])) add(found, wordOf(name));
  return found.size === 0 ? NONE : [...found];
}

/** `owner/name: DEPLOY_TOKEN`. The member is called `key` and holds the name of the secret. */
function secretName(record: Json): string {
  const name = wordIn(record, 'key');
  const place = wordIn(record, 'repo') || wordIn(record, 'org');
  return name === '' ? '' : place === '' ? name : `${place}: ${name}`;
}

function add(found: Set<string>, text: string): void {
  if (text !== '') found.add(text);
}
