import type { CheckResult } from '../../src/core/connector.ts';
import { AppError, messageOf } from '../../src/core/errors.ts';
import type { PartNeeds } from '../../src/core/setup.ts';
import { READING_NEEDS } from './checks/part-needs.ts';
import type { Probe } from './checks/probes.ts';
import {
  deployKeyProbe,
  enterpriseProbes,
  organisationProbes,
  repositoryProbes,
  serverProbe,
} from './checks/probes.ts';
import type { Access } from './clients/access.ts';
import type { Answer } from './clients/client.ts';
import { type GitHubConfig, isServer } from './config.ts';
import type { Json } from './json.ts';
import { listOf, objectOf, textOf } from './json.ts';

const NO_REPOSITORY = 'there is no repository to have any';
/** Scopes of a classic token that reading needs; anything else is more than we should hold. */
const NEEDED_SCOPES = new Set(['read:audit_log', 'read:org', 'security_events', 'read:public_key', 'public_repo']);

/** The self-test: who we are, what the plan and our permissions show, and whether we can do too much. */
export async function checkGitHub(config: GitHubConfig, access: Access): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [await checkIdentity(config, access)];
  // Behind a closed door every other aspect would only repeat it.
  if (results[0]?.status === 'fail') return results;
  for (const org of config.organizations) {
    for (const probe of organisationProbes(org, config, access)) results.push(await run(probe));
    results.push(await checkDeployKeys(org, access));
  }
  for (const probe of enterpriseProbes(config, access)) results.push(await run(probe));
  for (const repository of config.repositories)
    for (const probe of repositoryProbes(repository, config, access)) results.push(await run(probe));
  if (isServer(config)) results.push(await run(serverProbe(access)));
  return [...results, checkWebhooks(config)];
}

async function checkIdentity(config: GitHubConfig, access: Access): Promise<CheckResult> {
  const aspect = 'github: credentials';
  try {
    if (access.app !== null && config.access.app !== undefined) {
      const { data } = await access.app.ask('look at our installation', 'GET /app/installations/{id}', {
        parameters: { id: config.access.app.installation },
      });
      return powerOfApp(aspect, objectOf(data));
    }
    return powerOfToken(aspect, await access.api.ask('ask whose token we have', 'GET /user'));
  } catch (error) {
    return { aspect, status: 'fail', fact: messageOf(error), hint: hintOf(error) };
  }
}

function powerOfApp(aspect: string, installation: Json): CheckResult {
  const permissions = Object.entries(objectOf(installation['permissions']));
  const writes = permissions.filter(([, level]) => level !== 'read').map(([name, level]) => `${name}:${textOf(level)}`);
  const who = `we are the GitHub App ${textOf(installation['app_slug'])}`;
  if (writes.length === 0) return { aspect, status: 'ok', fact: `${who}, read-only`, hint: '' };
  const hint = 'Take write permissions from the reading app; responses use an app or token of their own (respond).';
  return { aspect, status: 'warn', fact: `${who}, which may write: ${writes.join(', ')}`, hint };
}

function powerOfToken(aspect: string, answer: Answer): CheckResult {
  const who = `our token belongs to ${textOf(objectOf(answer.data)['login'])}`;
  const scopes = textOf(answer.headers['x-oauth-scopes'])
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  const excess = scopes.filter((scope) => !NEEDED_SCOPES.has(scope));
  if (excess.length === 0) return { aspect, status: 'ok', fact: who, hint: '' };
  const hint = 'Use a GitHub App with read permissions, or a token without these scopes.';
  return { aspect, status: 'warn', fact: `${who} and can do more than reading needs: ${excess.join(', ')}`, hint };
}

/** Deploy keys are listed by repository: the first one stands for all. */
async function checkDeployKeys(org: string, access: Access): Promise<CheckResult> {
  const aspect = `github ${org}: deploy keys`;
  const listed = await run({
    aspect,
    route: 'GET /orgs/{org}/repos',
    parameters: { org, per_page: 1 },
    api: access.api,
    part: READING_NEEDS.deployKeys,
    look: ({ data }) => {
      const name = textOf(objectOf(listOf(data)[0])['full_name']);
      return { aspect, status: 'ok', fact: name === '' ? NO_REPOSITORY : name, hint: '' };
    },
  });
  if (listed.status !== 'ok' || listed.fact === NO_REPOSITORY) return listed;
  return run(deployKeyProbe(org, listed.fact, access));
}

function checkWebhooks({ webhookSecrets }: GitHubConfig): CheckResult {
  const aspect = 'github: webhooks';
  if (webhookSecrets.length > 0) return { aspect, status: 'ok', fact: 'deliveries are taken', hint: '' };
  const { without } = READING_NEEDS.webhooks;
  const hint = 'Add a webhook with a secret, name the secret under webhook, and enable the receiver.';
  return { aspect, status: 'blind', fact: `not set up: ${without}`, hint };
}

async function run({ api, aspect, look, parameters, part, route }: Probe): Promise<CheckResult> {
  try {
    const answer = await api.ask(`test ${aspect}`, route, { parameters });
    return look?.(answer) ?? { aspect, status: 'ok', fact: 'readable', hint: '' };
  } catch (error) {
    const isClosed = error instanceof AppError && (error.kind === 'forbidden' || error.kind === 'not-found');
    if (isClosed) return { aspect, status: 'blind', fact: `not visible to us: ${part.without}`, hint: hintFor(part) };
    return { aspect, status: 'fail', fact: messageOf(error), hint: hintOf(error) };
  }
}

function hintFor({ instead, needs, plan }: PartNeeds): string {
  const grant = [needs.join(', '), instead].filter((text) => text !== '').join('; else ');
  return `Needs ${grant}.${plan === '' ? '' : ` Comes with: ${plan}.`}`;
}

function hintOf(error: unknown): string {
  return error instanceof AppError ? error.hint : '';
}
