import type { Json } from '../json.ts';
import { fieldOf, isObject, listOf, objectOf, wordIn, wordOf } from '../json.ts';
import { identityOf } from './identity.ts';

/** Names of tools that install packages, as their user agents begin. */
const PACKAGE_TOOL =
  /(^|[\s(/])(npm|yarn|pnpm|pip|poetry|gem|bundler|cargo|composer|go-http-client-mod|maven|gradle|nuget)\//i;

/** Fields that rules use beside those of the record. */
export const AUDIT_DERIVED: Readonly<Record<string, (record: unknown) => unknown>> = {
  /** True when a token, key or app acted, not a browser. */
  'keywatch.by_token': (record) => isObject(record) && isByToken(record),
  'keywatch.package_tool': (record) => isObject(record) && PACKAGE_TOOL.test(wordIn(record, 'user_agent')),
  /** Names of the secrets handed to a job; GitHub's own token, which every job gets, left out. */
  'keywatch.secrets_passed': (record) => (isObject(record) ? secretsPassed(record['secrets_passed']) : undefined),
  /** Workflow files of a job, the calling ones first, without their revision. */
  'keywatch.job_workflow': (record) => (isObject(record) ? workflowsOf(record) : undefined),
  /** Branch that the job's workflow came from; pull requests and tags are one place each. */
  'keywatch.job_ref': (record) => (isObject(record) ? refOf(record) : undefined),
  /** Where a webhook sends to. */
  'keywatch.hook_host': (record) =>
    isObject(record) ? hostOf(wordIn(objectOf(fieldOf(record, 'config')), 'url')) : undefined,
  'keywatch.pull_request_of_fork': (record) =>
    isObject(record) && /^(pull_request_target|workflow_run|issue_comment)$/.test(wordIn(record, 'event')),
};

function workflowRefs(record: Json): readonly string[] {
  const callers = listOf(fieldOf(record, 'calling_workflow_refs')).map(wordOf);
  return [...callers, wordIn(record, 'job_workflow_ref')].filter((ref) => ref !== '');
}

function workflowsOf(record: Json): readonly string[] | undefined {
  const paths = workflowRefs(record).map((ref) => ref.split('@')[0] ?? ref);
  if (paths.length > 0) return paths;
  const job = wordIn(record, 'job_name');
  return job === '' ? undefined : [`${wordIn(record, 'repo') || wordIn(record, 'repository')} job ${job}`];
}

function refOf(record: Json): string | undefined {
  const ref = workflowRefs(record)[0]?.split('@')[1] ?? wordIn(record, 'head_branch');
  return ref === '' ? undefined : ref.replace(/^refs\/(pull|tags)\/.*$/, 'refs/$1');
}

function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host : undefined;
}

function isByToken(record: Readonly<Record<string, unknown>>): boolean {
  return identityOf(record).credential !== '' || wordIn(record, 'programmatic_access_type') !== '';
}

/** A list in some records, a text with commas in others. @returns undefined when there are none, as for a missing field */
function secretsPassed(value: unknown): readonly string[] | undefined {
  const names = typeof value === 'string' ? value.split(',') : listOf(value).map(nameOf);
  const secrets = names.map((name) => name.trim()).filter((name) => name !== '' && !/^github_token$/i.test(name));
  return secrets.length === 0 ? undefined : secrets;
}

function nameOf(item: unknown): string {
  return isObject(item) ? wordIn(item, 'name') || wordIn(item, 'key') : wordOf(item);
}
