import type { Meaning } from './operation-tables.ts';

/** What deliveries of one kind tell, and where in the payload it is about. */
export interface WebhookKind extends Meaning {
  /** Member of the payload that the event is about. */
  readonly about: string;
}

/**
 * Kinds of deliveries that say something about access. Alerts have a reader of their own.
 * Source: docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export const WEBHOOK_KINDS: Readonly<Record<string, WebhookKind>> = {
  deploy_key: { about: 'key', verb: 'write', traits: ['credential-write'] },
  personal_access_token_request: {
    about: 'personal_access_token_request',
    verb: 'write',
    traits: ['credential-write'],
  },
  github_app_authorization: { about: 'sender', verb: 'delete', traits: ['credential-write'] },
  installation: { about: 'installation', verb: 'grant', traits: ['policy-write'] },
  installation_repositories: { about: 'installation', verb: 'grant', traits: ['policy-write'] },
  member: { about: 'member', verb: 'grant', traits: ['policy-write'] },
  membership: { about: 'member', verb: 'grant', traits: ['policy-write'] },
  organization: { about: 'membership', verb: 'write', traits: ['policy-write'] },
  repository: { about: 'repository', verb: 'write', traits: [] },
  public: { about: 'repository', verb: 'write', traits: ['policy-write'] },
  security_and_analysis: { about: 'repository', verb: 'write', traits: ['policy-write'] },
  branch_protection_rule: { about: 'rule', verb: 'write', traits: ['policy-write'] },
  branch_protection_configuration: { about: 'repository', verb: 'write', traits: ['policy-write'] },
  repository_ruleset: { about: 'repository_ruleset', verb: 'write', traits: ['policy-write'] },
  org_block: { about: 'blocked_user', verb: 'deny', traits: ['policy-write'] },
  meta: { about: 'hook', verb: 'delete', traits: ['logging'] },
  secret_scanning_scan: { about: 'repository', verb: 'read', traits: [] },
  bypass_request_secret_scanning: { about: 'bypass_request', verb: 'write', traits: [] },
  team: { about: 'team', verb: 'write', traits: ['policy-write'] },
  team_add: { about: 'team', verb: 'grant', traits: ['policy-write'] },
};

/** Which member gives a payload away that came without its header. */
export const TELLING: readonly (readonly [string, string])[] = [
  ['personal_access_token_request', 'personal_access_token_request'],
  ['bypass_request', 'bypass_request_secret_scanning'],
  ['workflow_job', 'workflow_job'],
  ['workflow_run', 'workflow_run'],
  ['pull_request', 'pull_request'],
  ['comment', 'comment'],
  ['issue', 'issues'],
  ['commits', 'push'],
  ['hook', 'meta'],
];
