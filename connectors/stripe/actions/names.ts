import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';

export interface StripeNames {
  readonly account: string;
  readonly mode: 'live' | 'test';
  /** Id of a webhook endpoint, '' when the credential is none. */
  readonly endpoint: string;
  /** Name of the key for people, '' when the credential is none. */
  readonly key: string;
}

/** Stands for whatever keys an account has: nothing tells them apart. */
export function keysOf(account: string, mode: 'live' | 'test'): string {
  return `keys-of-${account}${mode === 'test' ? '-test' : ''}`;
}

/** What a credential of ours is; null for those of other providers and of accounts that are not known. */
export function namesOf({ account, actor, aliases, provider }: Credential): StripeNames | null {
  if (provider !== 'stripe' || account === '') return null;
  const alias = (aliases[0] ?? '').replace(/^stripe:/, '');
  const mode = actor.endsWith('-test') ? 'test' : 'live';
  if (alias.startsWith('we_')) return { account, mode, endpoint: alias, key: '' };
  const key = alias.startsWith('keys-of-') ? 'all secret and restricted keys' : `key ${alias}`;
  return { account, mode, endpoint: '', key };
}

/** The parameters that every target of ours has. */
export function targetParams(target: ActionTarget): { readonly mode: 'live' | 'test'; readonly id: string } {
  return { mode: target.params['mode'] === 'test' ? 'test' : 'live', id: target.params['id'] ?? '' };
}
