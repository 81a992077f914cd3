import type { CheckResult } from '../../src/core/connector.ts';
import { AppError, messageOf } from '../../src/core/errors.ts';
import type { Access } from './access.ts';
import type { Answer, GitHubApi } from './client.ts';
import type { GitHubConfig } from './config.ts';
import type { Json } from './json.ts';
import { listOf, objectOf, textOf } from './json.ts';

/** Scopes of a classic token that reading needs; anything else is more than we should hold. */
const NEEDED_SCOPES = new Set(['read:audit_log', 'read:org', 'security_events', 'read:public_key', 'public_repo']);

interface Probe {
  readonly aspect: string;
  readonly route: string;
  readonly parameters: Json;
  readonly api: GitHubApi;
  /** What reading it needs, for the hint. */
  readonly needs: string;
  /** What is not seen without it. */
  readonly loss: string;
  readonly look?: (answer: Answer) => CheckResult | null;
}

/** The self-test: who we are, what the plan and our permissions show, and whether we can do too much. */
export async function checkGitHub(config: GitHubConfig, access: Access): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [await checkIdentity(config, access)];
  // Behind a closed door every other aspect would only repeat it.
  if (results[0]?.status === 'fail') return results;
  for (const org of config.organizations)
    for (const probe of organisationProbes(org, config, access)) results.push(await run(probe));
  if (config.enterprise !== '') results.push(await run(auditProbe('enterprise', config.enterprise, access.enterprise)));
  for (const repository of config.repositories) results.push(await run(repositoryProbe(repository, access)));
  return results;
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

function organisationProbes(org: string, config: GitHubConfig, access: Access): readonly Probe[] {
  const { api } = access;
  const parameters = { org, per_page: 1 };
  const audit = config.sources.auditLog.enabled ? [auditProbe('organisation', org, api)] : [];
  return [
    ...audit,
    {
      aspect: `github ${org}: secret scanning`,
      route: 'GET /orgs/{org}/secret-scanning/alerts',
      parameters: { ...parameters, hide_secret: true },
      api,
      needs:
        'repository permission Secret scanning alerts: read (classic scope security_events), as owner or security manager',
      loss: 'leaked keys that GitHub finds are not seen',
    },
    {
      aspect: `github ${org}: fine-grained tokens`,
      route: 'GET /orgs/{org}/personal-access-tokens',
      parameters,
      api,
      needs: 'a GitHub App with organisation permission Personal access tokens: read; no token can do it',
      loss: 'fine-grained tokens and their last use are not listed',
    },
    {
      aspect: `github ${org}: single sign-on credentials`,
      route: 'GET /orgs/{org}/credential-authorizations',
      parameters,
      api,
      needs: 'Enterprise Cloud with SAML, organisation permission Administration: read (classic scope read:org)',
      loss: 'classic tokens and SSH keys authorised for the organisation are not listed',
    },
    {
      aspect: `github ${org}: installed apps`,
      route: 'GET /orgs/{org}/installations',
      parameters,
      api,
      needs: 'organisation permission Administration: read (classic scope read:org, as owner)',
      loss: 'installed apps are not listed',
    },
  ];
}

function auditProbe(scope: 'organisation' | 'enterprise', name: string, api: GitHubApi): Probe {
  const isOrganisation = scope === 'organisation';
  return {
    aspect: `github ${name}: audit log`,
    route: isOrganisation ? 'GET /orgs/{name}/audit-log' : 'GET /enterprises/{name}/audit-log',
    parameters: { name, per_page: 1 },
    api,
    needs: isOrganisation
      ? 'GitHub Enterprise, organisation permission Administration: read (classic scope read:audit_log, as owner)'
      : 'a classic token of an enterprise owner with scope read:audit_log (enterprise-token)',
    loss: 'no use of any token is seen but last-used stamps and webhooks',
    look: (answer) => withoutAddresses(`github ${name}: audit log`, answer),
  };
}

function repositoryProbe(repository: string, { api }: Access): Probe {
  const [owner = '', repo = ''] = repository.split('/');
  return {
    aspect: `github ${repository}: secret scanning`,
    route: 'GET /repos/{owner}/{repo}/secret-scanning/alerts',
    parameters: { owner, repo, per_page: 1, hide_secret: true },
    api,
    needs: 'repository permission Secret scanning alerts: read, and secret scanning switched on',
    loss: 'leaked keys that GitHub finds are not seen',
  };
}

/** Disclosure applies to old events, too: one record without an address says that it is off. */
function withoutAddresses(aspect: string, { data }: Answer): CheckResult | null {
  const records = listOf(data).map(objectOf);
  if (records.length === 0 || records.some((record) => textOf(record['actor_ip']) !== '')) return null;
  const hint = 'Switch on “disclose actor IP addresses” in the settings of the audit log.';
  return { aspect, status: 'warn', fact: 'readable, but the newest record names no address', hint };
}

async function run({ api, aspect, look, loss, needs, parameters, route }: Probe): Promise<CheckResult> {
  try {
    const answer = await api.ask(`test ${aspect}`, route, { parameters });
    return look?.(answer) ?? { aspect, status: 'ok', fact: 'readable', hint: '' };
  } catch (error) {
    const isClosed = error instanceof AppError && (error.kind === 'forbidden' || error.kind === 'not-found');
    if (isClosed) return { aspect, status: 'blind', fact: `not visible to us: ${loss}`, hint: `Needs ${needs}.` };
    return { aspect, status: 'fail', fact: messageOf(error), hint: hintOf(error) };
  }
}

function hintOf(error: unknown): string {
  return error instanceof AppError ? error.hint : '';
}
