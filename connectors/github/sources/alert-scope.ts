import type { GitHubConfig } from '../config.ts';

export type AlertScope = 'organisation' | 'enterprise' | 'repository';

/** @param name login, slug, or `owner/name` */
export function alertSourceId(scope: AlertScope, name: string): string {
  return `github.secret-scanning/${scope === 'enterprise' ? 'enterprise/' : ''}${name}`;
}

/** The source that reads the alerts of a repository by itself; null where none does. */
export function alertSourceOf(
  {
    enterprise,
    organizations,
    repositories,
    sources,
  }: Pick<GitHubConfig, 'enterprise' | 'organizations' | 'repositories' | 'sources'>,
  repository: string,
  inEnterprise: string,
): string | null {
  if (!sources.secretScanning.enabled) return null;
  const owner = repository.split('/')[0] ?? '';
  const organisation = organizations.find((name) => isSame(name, owner));
  if (organisation !== undefined) return alertSourceId('organisation', organisation);
  const single = repositories.find((name) => isSame(name, repository));
  if (single !== undefined) return alertSourceId('repository', single);
  return enterprise !== '' && isSame(enterprise, inEnterprise) ? alertSourceId('enterprise', enterprise) : null;
}

/** Names are the same in any case. */
function isSame(a: string, b: string): boolean {
  return a !== '' && a.toLowerCase() === b.toLowerCase();
}
