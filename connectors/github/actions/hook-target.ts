import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { namesOf } from './names.ts';

/** The target of what is done to one webhook; null when the credential is none. */
export function hookTarget(credential: Credential): ActionTarget | null {
  const { appHook, hook } = namesOf(credential);
  if (appHook !== '') {
    const label = `webhook of the app ${appHook}`;
    return { key: `app-hook/${appHook}`, account: credential.account, label, params: { hook: '', app: appHook } };
  }
  if (hook === '') return null;
  return {
    key: `hook/${hook}`,
    account: credential.account,
    label: `webhook ${hook} of ${credential.account}`,
    params: { hook, organization: credential.account },
  };
}

export function hookParams({ params }: ActionTarget): {
  readonly hook: string;
  readonly organization: string;
  /** Id of the GitHub App whose webhook it is, else ''. */
  readonly app: string;
} {
  const { app = '', hook = '', organization = '' } = params;
  return { app, hook, organization };
}
