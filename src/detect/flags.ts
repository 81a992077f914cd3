import type { Operation } from '../core/batch.ts';
import type { Trait } from '../core/event.ts';

/**
 * What is special about a row, as bits, so that an ordinary row costs one AND.
 * The lower half belongs to the operation, the upper to the row's context and facts.
 */
export const FLAG = {
  denied: 1,
  failed: 1 << 1,
  identityCheck: 1 << 2,
  enumerate: 1 << 3,
  secretRead: 1 << 4,
  policyWrite: 1 << 5,
  credentialWrite: 1 << 6,
  logging: 1 << 7,
  usageStamp: 1 << 8,
  money: 1 << 9,
  clone: 1 << 10,
  /** First row of this combination of credential, address, agent and region. */
  newContext: 1 << 16,
  /** The credential or an ancestor of it is known to be exposed. */
  exposed: 1 << 17,
  /** The credential should not work any more. */
  retired: 1 << 18,
  /** Long silence before this row. */
  awake: 1 << 19,
  /** Root identity, or attack tool by its own name: judged once a context. */
  peculiar: 1 << 20,
} as const;

const TRAIT_FLAGS: Readonly<Record<Trait, number>> = {
  'identity-check': FLAG.identityCheck,
  enumerate: FLAG.enumerate,
  'secret-read': FLAG.secretRead,
  'policy-write': FLAG.policyWrite,
  'credential-write': FLAG.credentialWrite,
  logging: FLAG.logging,
  'usage-stamp': FLAG.usageStamp,
  money: FLAG.money,
  clone: FLAG.clone,
};

export function operationFlags(operation: Operation): number {
  let flags = operation.outcome === 'denied' ? FLAG.denied : operation.outcome === 'failed' ? FLAG.failed : 0;
  for (const trait of operation.traits) flags |= TRAIT_FLAGS[trait];
  return flags;
}
