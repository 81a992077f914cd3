import type { ActionDeclaration, ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { principalOf } from './arn.ts';
import { attachPolicy, detachPolicy, isAttached } from './attached-policy.ts';
import type { Hands } from './hands.ts';
import type { InlinePolicy } from './inline-policy.ts';
import { readPolicy, restorePolicy, writePolicy } from './inline-policy.ts';
import { DENY_ALL, QUARANTINE_POLICY, quarantineDocument } from './quarantine-policy.ts';

export const quarantineUser: ActionDeclaration = {
  id: 'aws.quarantine-user',
  title: 'Deny user everything',
  capability: 'contain',
  mode: 'auto',
  risk: 'reversible',
  needs: [
    'iam:ListAttachedUserPolicies',
    'iam:AttachUserPolicy',
    'iam:DetachUserPolicy',
    'iam:GetUserPolicy',
    'iam:PutUserPolicy',
    'iam:DeleteUserPolicy',
  ],
  order: 15,
  caution:
    'Breaks everything that the user does, with all of its keys and its password. Its keys still authenticate, so attempts stay visible in the log. Sessions of roles are not concerned.',
  target: (credential, context) => {
    const user = credential.provider === 'aws' ? principalOf(credential.actor) : null;
    if (user === null || user.kind !== 'user') return null;
    // A password that an intruder set works on after any cut-off in time: only a deny stops it.
    if (context.approach !== 'observe' && !(context.approach === 'cut' && credential.kind === 'password')) return null;
    return {
      key: user.arn,
      account: user.account,
      label: `user ${user.name}`,
      params: { user: user.name, partition: user.partition },
      principal: user.arn,
    };
  },
  plan: (target) => {
    const { user = '' } = target.params;
    return [
      { service: 'iam', operation: 'ListAttachedUserPolicies', params: { UserName: user }, effect: 'read' },
      {
        service: 'iam',
        operation: 'AttachUserPolicy',
        params: { UserName: user, PolicyArn: DENY_ALL, otherwise: `PutUserPolicy ${QUARANTINE_POLICY}` },
        effect: 'write',
      },
    ];
  },
};

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
