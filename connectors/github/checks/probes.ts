import type { CheckResult } from '../../../src/core/connector.ts';
import type { PartNeeds } from '../../../src/core/setup.ts';
import type { Access } from '../clients/access.ts';
import type { Answer, GitHubApi } from '../clients/client.ts';
import type { GitHubConfig } from '../config.ts';
import type { Json } from '../json.ts';
import { listOf, objectOf, textOf } from '../json.ts';
import { READING_NEEDS } from './part-needs.ts';

/** One request that shows whether a part of reading works. */
export interface Probe {
  readonly aspect: string;
  readonly route: string;
  readonly parameters: Json;
  readonly api: GitHubApi;
  readonly part: PartNeeds;
  readonly look?: (answer: Answer) => CheckResult | null;
}

export function organisationProbes(org: string, { sources }: GitHubConfig, { api }: Access): readonly Probe[] {
  const parameters = { org, per_page: 1 };
  const list = (name: string, path: string, part: PartNeeds): Probe => {
    return { aspect: `github ${org}: ${name}`, route: `GET /orgs/{org}/${path}`, parameters, api, part };
  };
  const alerts = list('secret scanning', 'secret-scanning/alerts', READING_NEEDS.alerts);
  return [
    ...(sources.auditLog.enabled ? [auditProbe('organisation', org, api)] : []),
    ...(sources.secretScanning.enabled ? [withoutLiterals(alerts)] : []),
    list('fine-grained tokens', 'personal-access-tokens', READING_NEEDS.grants),
    list('single sign-on credentials', 'credential-authorizations', READING_NEEDS.authorizations),
    list('installed apps', 'installations', READING_NEEDS.installations),
  ];
}

export function enterpriseProbes({ enterprise: name, sources }: GitHubConfig, access: Access): readonly Probe[] {
  if (name === '') return [];
  const api = access.enterprise;
  const alerts: Probe = {
    aspect: `github ${name}: secret scanning`,
    route: 'GET /enterprises/{name}/secret-scanning/alerts',
    parameters: { name, per_page: 1 },
    api,
    part: READING_NEEDS.alerts,
  };
  return [
    ...(sources.auditLog.enabled ? [auditProbe('enterprise', name, api)] : []),
    ...(sources.secretScanning.enabled ? [withoutLiterals(alerts)] : []),
  ];
}

/** @param repository `owner/name` */
export function repositoryProbes(repository: string, { sources }: GitHubConfig, access: Access): readonly Probe[] {
  const [owner = '', repo = ''] = repository.split('/');
  const alerts: Probe = {
    aspect: `github ${repository}: secret scanning`,
    route: 'GET /repos/{owner}/{repo}/secret-scanning/alerts',
    parameters: { owner, repo, per_page: 1 },
    api: access.api,
    part: READING_NEEDS.alerts,
  };
  const keys = deployKeyProbe(repository, repository, access);
  return sources.secretScanning.enabled ? [withoutLiterals(alerts), keys] : [keys];
}

/** @param about organisation or repository that the answer speaks for */
export function deployKeyProbe(about: string, repository: string, { api }: Access): Probe {
  const [owner = '', repo = ''] = repository.split('/');
  return {
    aspect: `github ${about}: deploy keys`,
    route: 'GET /repos/{owner}/{repo}/keys',
    parameters: { owner, repo, per_page: 1 },
    api,
    part: READING_NEEDS.deployKeys,
  };
}

export function serverProbe({ api }: Access): Probe {
  const aspect = 'github: tokens of the server';
  return { aspect, route: 'GET /admin/tokens', parameters: { per_page: 1 }, api, part: READING_NEEDS.server };
}

/** A self-test has no use for secrets. */
function withoutLiterals(probe: Probe): Probe {
  return { ...probe, parameters: { ...probe.parameters, hide_secret: true } };
}

function auditProbe(scope: 'organisation' | 'enterprise', name: string, api: GitHubApi): Probe {
  const isOrganisation = scope === 'organisation';
  return {
    aspect: `github ${name}: audit log`,
    route: isOrganisation ? 'GET /orgs/{name}/audit-log' : 'GET /enterprises/{name}/audit-log',
    parameters: { name, per_page: 1 },
    api,
    part: isOrganisation ? READING_NEEDS.organisationLog : READING_NEEDS.enterpriseLog,
    look: (answer) => withoutAddresses(`github ${name}: audit log`, answer),
  };
}

/** Disclosure applies to old events, too: one record without an address says that it is off. */
function withoutAddresses(aspect: string, { data }: Answer): CheckResult | null {
  const records = listOf(data).map(objectOf);
  if (records.length === 0 || records.some((record) => textOf(record['actor_ip']) !== '')) return null;
  const hint = 'Switch on “disclose actor IP addresses” in the settings of the audit log.';
  return { aspect, status: 'warn', fact: 'readable, but the newest record names no address', hint };
}
