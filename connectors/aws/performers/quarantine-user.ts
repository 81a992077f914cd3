import type { ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { InlinePolicy } from '../actions/policy-place.ts';
import { DENY_ALL, QUARANTINE_POLICY, quarantineDocument } from '../actions/quarantine-policy.ts';
import { attachPolicy, detachPolicy, isAttached } from './attached-policy.ts';
import type { Hands } from './hands.ts';
import { readPolicy, restorePolicy, writePolicy } from './inline-policy.ts';

/** Attaching is preferred: it can be permitted by policy ARN. A user with ten policies gets an inline one. */
export function quarantineUserPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'reversible',
    prepare: async (target) => ({
      attached: (await isAttached(hands, target, DENY_ALL)) ? 'yes' : 'no',
      document: (await readPolicy(hands, inline(target))) ?? '',
    }),
    apply: async (target, _key, before) => {
      const at = hands.clock.now();
      if (before['attached'] === 'yes') return { at, fields: { by: 'policy that was there' } };
      try {
        await attachPolicy(hands, target, DENY_ALL);
        return { at, fields: { by: DENY_ALL } };
      } catch (error) {
        if (!(error instanceof AppError) || error.kind !== 'conflict') throw error;
        await writePolicy(hands, inline(target), quarantineDocument());
        return { at, fields: { by: QUARANTINE_POLICY } };
      }
    },
    verify: async (target): Promise<Verification> => {
      const attached = await isAttached(hands, target, DENY_ALL);
      if (attached || (await readPolicy(hands, inline(target))) === quarantineDocument()) {
        const policy = attached ? DENY_ALL : QUARANTINE_POLICY;
        return { kind: 'verified', evidence: `${policy} is on ${target.label} (policy read back; no call was tried)` };
      }
      return { kind: 'not-yet', reason: `IAM lists no deny on ${target.label}`, retryAfter: 2_000 };
    },
    undo: async (target, _receipt, before) => {
      if (before['attached'] === 'no') await detachPolicy(hands, target, DENY_ALL);
      await restorePolicy(hands, inline(target), before['document']);
    },
  };
}

function inline(target: ActionTarget): InlinePolicy {
  return { account: target.account, holder: 'user', name: target.params['user'] ?? '', policy: QUARANTINE_POLICY };
}
