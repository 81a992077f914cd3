import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { namesOf, shortName } from './names.ts';

/** The target of everything that is done to one token; null when the credential is none. */
export function tokenTarget(credential: Credential): ActionTarget | null {
  const names = namesOf(credential);
  const { hash, tokenId } = names;
  if (hash === '' && tokenId === '') return null;
  if (credential.kind === 'ssh-key' || credential.kind === 'webhook-secret') return null;
  const owner = credential.actor === '' ? '' : ` of ${credential.actor}`;
  return {
    key: hash === '' ? `token-id/${tokenId}` : hash,
    account: credential.account,
    label: `token ${shortName(names)}${owner}`,
    params: { hash, tokenId, actor: credential.actor, organization: credential.account },
  };
}

/** An installation token, which an app holds for an hour. */
export function isInstallationToken(credential: Credential): boolean {
  return credential.kind === 'session' && credential.actor.endsWith('[bot]');
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
