import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { namesOf } from './names.ts';

/** The target of what is done to one webhook; null when the credential is none. */
export function hookTarget(credential: Credential): ActionTarget | null {
  const { hook } = namesOf(credential);
  if (hook === '') return null;
  return {
    key: `hook/${hook}`,
    account: credential.account,
    label: `webhook ${hook} of ${credential.account}`,
    params: { hook, organization: credential.account },
  };
}

export function hookParams(target: ActionTarget): { readonly hook: string; readonly organization: string } {
  return { hook: target.params['hook'] ?? '', organization: target.params['organization'] ?? '' };
}
