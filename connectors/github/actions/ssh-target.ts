import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { namesOf, shortName } from './names.ts';

/** What lists say of an SSH key, as `facts` of the credential. */
export interface KeyFacts {
  /** `owner/name` of a deploy key, '' for others. */
  readonly repository: string;
  /** Number of a deploy key. */
  readonly keyId: string;
  readonly title: string;
  /** `true`, `false`, or '' where it is not known. */
  readonly readOnly: string;
}

/** The target of what is done to one SSH key; null when the credential is none. */
export function sshTarget(credential: Credential): ActionTarget | null {
  const names = namesOf(credential);
  if (names.fingerprint === '') return null;
  const { keyId = '', readOnly = '', repository = '', title = '' } = credential.facts ?? {};
  const where = repository === '' ? '' : ` of ${repository}`;
  return {
    key: names.fingerprint,
    account: credential.account,
    label: `${repository === '' ? 'SSH' : 'deploy'} key ${shortName(names)}${where}`,
    params: {
      fingerprint: names.fingerprint,
      organization: credential.account,
      actor: credential.actor,
      ...(repository === '' ? {} : { repository, keyId, title, readOnly }),
    },
  };
}

/** A user's own key, as far as a list has said so. */
export function isOfUser(credential: Credential): boolean {
  return credential.facts?.['holder'] === 'user';
}

export function sshParams(target: ActionTarget): {
  readonly fingerprint: string;
  readonly organization: string;
} & KeyFacts {
  const { fingerprint = '', keyId = '', organization = '', readOnly = '', repository = '', title = '' } = target.params;
  return { fingerprint, organization, repository, keyId, title, readOnly };
}
