import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { namesOf } from './names.ts';
import { formOf, tokenTarget } from './token-target.ts';

/** What is done to a GitHub App in one organisation. `slug` is its name in addresses, `installation` '' where it is not known. */
export function appTarget(credential: Credential): ActionTarget | null {
  const { appKey, installation } = namesOf(credential);
  const isToken = formOf(credential) === 'installation' && tokenTarget(credential) !== null;
  if (installation === '' && appKey === '' && !isToken) return null;
  const slug = appKey === '' ? credential.actor.replace(/\[bot\]$/, '') : appKey;
  const { account } = credential;
  const where = account === '' ? '' : ` in ${account}`;
  return {
    key: `app/${slug === '' ? installation : slug}`,
    account,
    label: `app ${slug === '' ? installation : slug}${where}`,
    params: { slug, installation, organization: account, actor: credential.actor },
  };
}

export function appParams({ params }: ActionTarget): {
  readonly slug: string;
  readonly installation: string;
  readonly organization: string;
} {
  const { installation = '', organization = '', slug = '' } = params;
  return { slug, installation, organization };
}

/** Page of an app that an organisation owns. */
export function appPage(organization: string, slug: string): string {
  const owner = organization === '' ? '' : `organizations/${encodeURIComponent(organization)}/`;
  return `https://github.com/${owner}settings/apps/${encodeURIComponent(slug)}`;
}
