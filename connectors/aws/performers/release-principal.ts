import type { ActionPerformer, Verification } from '../../../src/core/action.ts';
import { DENY_ALL } from '../actions/quarantine-policy.ts';
import { policiesOf } from '../actions/release-principal.ts';
import { attachPolicy, detachPolicy, isAttached } from './attached-policy.ts';
import type { Hands } from './hands.ts';
import { readPolicy, removePolicy, restorePolicy } from './inline-policy.ts';

export function releasePrincipalPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'reversible',
    prepare: async (target) => {
      const before: Record<string, string> = {};
      for (const at of policiesOf(target)) before[at.policy] = (await readPolicy(hands, at)) ?? '';
      if (target.params['user'] !== '') before[DENY_ALL] = (await isAttached(hands, target, DENY_ALL)) ? 'yes' : '';
      return before;
    },
    apply: async (target, _key, before) => {
      for (const at of policiesOf(target)) await removePolicy(hands, at);
      if (before[DENY_ALL] === 'yes') await detachPolicy(hands, target, DENY_ALL);
      return { at: hands.clock.now(), fields: {} };
    },
    verify: async (target): Promise<Verification> => {
      for (const at of policiesOf(target)) {
        if ((await readPolicy(hands, at)) !== null)
          return { kind: 'not-yet', reason: `IAM still lists ${at.policy}`, retryAfter: 2_000 };
      }
      if (target.params['user'] !== '' && (await isAttached(hands, target, DENY_ALL)))
        return { kind: 'not-yet', reason: `IAM still lists ${DENY_ALL}`, retryAfter: 2_000 };
      return { kind: 'verified', evidence: `IAM lists no deny of ours on ${target.label}` };
    },
    undo: async (target, _receipt, before) => {
      for (const at of policiesOf(target)) await restorePolicy(hands, at, before[at.policy]);
      if (before[DENY_ALL] === 'yes') await attachPolicy(hands, target, DENY_ALL);
    },
  };
}
