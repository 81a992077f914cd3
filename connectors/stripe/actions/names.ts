import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';

export interface StripeNames {
  readonly account: string;
  readonly mode: 'live' | 'test';
  /** Alias without the provider. */
  readonly id: string;
  /** Id of a webhook endpoint, '' when the credential is none. */
  readonly endpoint: string;
  /** Id of an ephemeral key, '' when the credential is none. */
  readonly ephemeral: string;
  /** Name of the key for people, '' when the credential is none. */
  readonly key: string;
  /** Whether it stands for whatever keys the account has. */
  readonly isAny: boolean;
}

const ANY = 'keys-of-';

/** Stands for whatever keys an account has: nothing tells them apart. */
export function keysOf(account: string, mode: 'live' | 'test'): string {
  return `${ANY}${account}${mode === 'test' ? '-test' : ''}`;
}

/** What a credential of ours is; null for those of other providers and of accounts that are not known. */
export function namesOf({ account, actor, aliases, provider }: Credential): StripeNames | null {
  if (provider !== 'stripe' || account === '') return null;
  const id = (aliases[0] ?? '').replace(/^stripe:/, '');
  const mode = actor.endsWith('-test') ? 'test' : 'live';
  const isAny = id.startsWith(ANY);
  const [endpoint, ephemeral] = [id.startsWith('we_') ? id : '', id.startsWith('ephkey_') ? id : ''];
  const key = endpoint !== '' || ephemeral !== '' ? '' : isAny ? 'all secret and restricted keys' : `key ${id}`;
  return { account, mode, id, endpoint, ephemeral, key, isAny };
}

/** The parameters that every target of ours has. */
export function targetParams(target: ActionTarget): { readonly mode: 'live' | 'test'; readonly id: string } {
  return { mode: target.params['mode'] === 'test' ? 'test' : 'live', id: target.params['id'] ?? '' };
}
