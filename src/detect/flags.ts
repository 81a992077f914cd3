import type { Operation } from '../core/batch.ts';
import type { Trait } from '../core/event.ts';

/**
 * What is special about a row, as bits, so that an ordinary row costs one AND.
 * The lower half belongs to the operation, the upper to the row's context and facts.
 */
export const FLAG = {
  denied: 0x1,
  failed: 0x2,
  identityCheck: 0x4,
  enumerate: 0x8,
  secretRead: 0x10,
  policyWrite: 0x20,
  credentialWrite: 0x40,
  logging: 0x80,
  usageStamp: 0x100,
  money: 0x200,
  clone: 0x400,
  payment: 0x800,
  refund: 0x1000,
  moneyOut: 0x2000,
  moneyRoute: 0x4000,
  /** First row of this combination of credential, address, agent and region. */
  newContext: 0x10000,
  /** The credential or an ancestor of it is known to be exposed. */
  exposed: 0x20000,
  /** The credential should not work any more. */
  retired: 0x40000,
  /** Long silence before this row. */
  awake: 0x80000,
  /** Root identity, or attack tool by its own name: judged once a context. */
  peculiar: 0x100000,
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
  payment: FLAG.payment,
  refund: FLAG.refund,
  'money-out': FLAG.moneyOut,
  'money-route': FLAG.moneyRoute,
  clone: FLAG.clone,
};

export function operationFlags(operation: Operation): number {
  let flags = operation.outcome === 'denied' ? FLAG.denied : operation.outcome === 'failed' ? FLAG.failed : 0;
  for (const trait of operation.traits) flags |= TRAIT_FLAGS[trait];
  return flags;
}
