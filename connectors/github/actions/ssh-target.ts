import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { namesOf, shortName } from './names.ts';

/** The target of what is done to one SSH key; null when the credential is none. */
export function sshTarget(credential: Credential): ActionTarget | null {
  const names = namesOf(credential);
  if (names.fingerprint === '') return null;
  return {
    key: names.fingerprint,
    account: credential.account,
    label: `SSH key ${shortName(names)}`,
    params: { fingerprint: names.fingerprint, organization: credential.account },
  };
}

export function sshParams(target: ActionTarget): { readonly fingerprint: string; readonly organization: string } {
  return { fingerprint: target.params['fingerprint'] ?? '', organization: target.params['organization'] ?? '' };
}
