import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { namesOf, shortName } from './names.ts';

/**
 * What kind of token it is, as far as log, lists or its form have told: each kind has its own ways to end and renew it.
 * `personal` is what a user made (`ghp_`, `github_pat_`), `oauth` what a user let an app have (`gho_`), `app-user` the same
 * for a GitHub App, which mostly has a refresh token beside it (`ghu_`), `installation` what an app made itself (`ghs_`).
 */
export type TokenForm = 'personal' | 'oauth' | 'app-user' | 'installation' | 'unknown';

/** Those that the owner of an app can end and renew. */
export const OF_APPS: readonly TokenForm[] = ['oauth', 'app-user'];

const NOUNS: Readonly<Record<TokenForm, string>> = {
  personal: 'token',
  oauth: 'OAuth token',
  'app-user': 'OAuth token',
  installation: 'installation token',
  unknown: 'token',
};

export function formOf({ actor, kind }: Credential): TokenForm {
  switch (kind) {
    case 'token':
      return 'personal';
    case 'oauth-token':
      return 'oauth';
    case 'app-token':
      return 'installation';
    case 'session':
      // The log calls both by the hours that they live; only apps act as a bot.
      return actor.endsWith('[bot]') ? 'installation' : 'app-user';
    default:
      return 'unknown';
  }
}

/** The target of everything that is done to one token; null when the credential is none. */
export function tokenTarget(credential: Credential): ActionTarget | null {
  const names = namesOf(credential);
  const { hash, tokenId } = names;
  if (hash === '' && tokenId === '') return null;
  if (credential.kind === 'ssh-key' || credential.kind === 'webhook-secret') return null;
  const form = formOf(credential);
  const owner = credential.actor === '' ? '' : ` of ${credential.actor}`;
  return {
    key: hash === '' ? `token-id/${tokenId}` : hash,
    account: credential.account,
    label: `${NOUNS[form]} ${shortName(names)}${owner}`,
    params: { hash, tokenId, form, actor: credential.actor, organization: credential.account },
  };
}

/** The same for tokens that can be recognised when they are found in full; null for all others. */
export function hashedTarget(credential: Credential, forms: readonly TokenForm[]): ActionTarget | null {
  const target = forms.includes(formOf(credential)) ? tokenTarget(credential) : null;
  return target === null || tokenParams(target).hash === '' ? null : target;
}

/** How a dry run names the organisation; a leak alone names none. */
export function orgParams({ params }: ActionTarget): { readonly org: string } {
  return { org: params['organization'] || 'each that is watched' };
}

/** What `tokenTarget` put in; '' where it is not known. */
export function tokenParams(target: ActionTarget): {
  readonly hash: string;
  readonly tokenId: string;
  readonly actor: string;
  readonly organization: string;
} {
  const { actor = '', hash = '', organization = '', tokenId = '' } = target.params;
  return { actor, hash, organization, tokenId };
}
