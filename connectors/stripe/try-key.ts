import type { Trial } from '../../src/core/action.ts';
import type { Secret } from '../../src/core/secret.ts';
import { askOnce } from './client.ts';
import { obstacleOf, verdictOnKey } from './failures.ts';
import { isObject, textOf } from './json.ts';

export interface KeyTrial {
  readonly baseUrl: string;
  /** The account that it was used on, and the platform's where that is connected to one: either may own it. */
  readonly accounts: readonly string[];
  readonly mode: 'live' | 'test';
  readonly secret: Secret;
  /** One of ours that works: what refuses it as well says nothing about the other. */
  readonly control: () => Promise<Secret>;
  readonly signal: AbortSignal;
}

const SHAPE = /^(?:sk|rk)_(live|test)_[A-Za-z0-9]{16,247}$/;
/** Any key may ask who it belongs to; one that may not read the answer is told so with 403, and lives. */
const QUESTION = { path: '/v1/account' };
const WHAT = 'try a key';

/** Whether Stripe still takes a key. Nothing of the key or of the answer goes into the words. */
export async function tryKey(trial: KeyTrial): Promise<Trial> {
  const { accounts, mode, secret } = trial;
  const shape = SHAPE.exec(secret.reveal().trim());
  if (shape === null) return { kind: 'not-ours', says: 'it is no secret or restricted key of Stripe (sk_…, rk_…)' };
  if (shape[1] !== mode)
    return { kind: 'not-ours', says: `it is a key of ${shape[1] ?? ''} mode, not of ${mode} mode` };
  const asked = await ask(trial, secret);
  switch (asked.kind) {
    case 'known':
      if (asked.account === '' || accounts.includes(asked.account)) return { kind: 'works', says: asked.says };
      return { kind: 'not-ours', says: `it belongs to ${asked.account}, not to ${accounts.join(' or ')}` };
    case 'unclear':
      return { kind: 'unclear', says: asked.says };
    case 'refused':
      return confirmed(trial, asked);
  }
}

type Asked =
  | { readonly kind: 'known'; readonly account: string; readonly says: string }
  | { readonly kind: 'refused'; readonly ended: boolean; readonly says: string }
  | { readonly kind: 'unclear'; readonly says: string };

async function ask({ baseUrl, signal }: KeyTrial, secret: Secret): Promise<Asked> {
  try {
    const answer = await askOnce(new URL(baseUrl), secret, QUESTION, signal, WHAT);
    const id = isObject(answer) ? textOf(answer['id']) : '';
    if (!id.startsWith('acct_')) return { kind: 'unclear', says: 'the answer is not Stripe’s' };
    return { kind: 'known', account: id, says: `Stripe takes it as a key of ${id}` };
  } catch (error) {
    signal.throwIfAborted();
    switch (verdictOnKey(error)) {
      case 'ended':
        return { kind: 'refused', ended: true, says: 'Stripe answers 401, the key has expired' };
      case 'refused':
        return { kind: 'refused', ended: false, says: 'Stripe answers 401, it knows no such key' };
      case 'known':
        return { kind: 'known', account: '', says: 'Stripe answers 403: it may do less, but it lives' };
      case 'unclear':
        return { kind: 'unclear', says: obstacleOf(error) };
    }
  }
}

/** A Stripe that refuses everybody has not ended this key. */
async function confirmed(trial: KeyTrial, asked: Extract<Asked, { readonly kind: 'refused' }>): Promise<Trial> {
  const own = await trial.control().then(
    (secret) => ask(trial, secret),
    () => null,
  );
  if (own?.kind === 'known')
    return { kind: 'refused', ended: asked.ended, says: `${asked.says}; a key of ours was taken at the same moment` };
  const why =
    own === null ? 'no key of ours is there to compare with' : `a key of ours was not taken either (${own.says})`;
  return { kind: 'unclear', says: `${asked.says}, but ${why}` };
}
