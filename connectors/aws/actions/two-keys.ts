import type { TargetContext } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { accessKeyOf, shortKey } from './arn.ts';

/** An IAM user may have two access keys; inactive ones count (IAM quotas). */
const KEYS_PER_USER = 2;

export type Room =
  | { readonly kind: 'free' }
  /** This key has to be deleted first, for this reason. */
  | { readonly kind: 'go'; readonly id: string; readonly why: string }
  | { readonly kind: 'none'; readonly why: string };

/**
 * Whether the owner of a key has room for a successor, and if not which key makes it: one that
 * an intruder made, else one that has never been used or is switched off. A key in use that
 * we know nothing about is never given up.
 */
export function keyToGo(credential: Credential, context: TargetContext): Room {
  const keys = keysOf(credential, context);
  if (keys.length < KEYS_PER_USER) return { kind: 'free' };
  const others = keys.filter((key) => key.id !== context.subject && !key.aliases.includes(context.subject));
  const minted = others.find((key) => context.subtree.includes(key));
  if (minted !== undefined) return go(minted, 'it was made with the leaked key');
  const off = others.find((key) => key.state === 'inactive');
  if (off !== undefined) return go(off, 'it is inactive');
  const idle = others.find(
    (key) => key.lastUsed === null && key.createdAt !== null && key.createdAt < context.suspectSince,
  );
  if (idle !== undefined) return go(idle, 'it has never been used');
  const names = others.map((key) => shortKey(accessKeyOf(key) ?? '')).join(', ');
  return { kind: 'none', why: `the user has two access keys already and ${names} is in use: retire it first` };
}

function go(key: Credential, why: string): Room {
  return { kind: 'go', id: accessKeyOf(key) ?? '', why };
}

function keysOf(credential: Credential, context: TargetContext): readonly Credential[] {
  const all = [credential, ...context.subtree, ...context.known];
  const seen = new Set<string>();
  return all.filter((one) => {
    const id = accessKeyOf(one);
    if (id === null || one.actor !== credential.actor || one.state === 'deleted' || seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
