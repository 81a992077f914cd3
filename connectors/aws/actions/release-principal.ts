import type { ActionDeclaration, ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import { principalOf } from './arn.ts';
import { attachPolicy, detachPolicy, isAttached } from './attached-policy.ts';
import type { Hands } from './hands.ts';
import type { InlinePolicy } from './inline-policy.ts';
import { readPolicy, removePolicy, restorePolicy } from './inline-policy.ts';
import { DENY_ALL, QUARANTINE_POLICY } from './quarantine-policy.ts';
import { DENY_POLICY } from './session-deny.ts';

export const releasePrincipal: ActionDeclaration = {
  id: 'aws.release-principal',
  title: 'Remove what Keywatch denied',
  capability: 'restore',
  mode: 'auto',
  risk: 'reversible',
  needs: [
    'iam:GetUserPolicy',
    'iam:DeleteUserPolicy',
    'iam:ListAttachedUserPolicies',
    'iam:DetachUserPolicy',
    'iam:GetRolePolicy',
    'iam:DeleteRolePolicy',
  ],
  order: 20,
  caution: `Removes ${DENY_POLICY}, ${QUARANTINE_POLICY} and ${DENY_ALL}, whoever put them there. Sessions that were cut off and have not expired work again.`,
  target: (credential, context) => {
    const principal = credential.provider === 'aws' ? principalOf(credential.actor) : null;
    if (principal === null || principal.kind === 'root' || context.approach !== 'release') return null;
    return {
      key: principal.arn,
      account: principal.account,
      label: `${principal.kind} ${principal.name}`,
      params: {
        holder: principal.kind,
        name: principal.name,
        user: principal.kind === 'user' ? principal.name : '',
        partition: principal.partition,
      },
      principal: principal.arn,
    };
  },
  plan: (target) => {
    const removals = policiesOf(target).map((at) => ({
      operation: at.holder === 'user' ? 'DeleteUserPolicy' : 'DeleteRolePolicy',
      params: { name: at.name, PolicyName: at.policy },
    }));
    if (target.params['user'] !== '')
      removals.push({ operation: 'DetachUserPolicy', params: { name: target.params['name'] ?? '', PolicyName: DENY_ALL } });
    return removals.map((one) => ({ service: 'iam', effect: 'write' as const, ...one }));
  },
};

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

function policiesOf(target: ActionTarget): readonly InlinePolicy[] {
  const holder = target.params['holder'] === 'role' ? 'role' : 'user';
  const at = { account: target.account, holder, name: target.params['name'] ?? '' } as const;
  return holder === 'user'
    ? [
        { ...at, policy: DENY_POLICY },
        { ...at, policy: QUARANTINE_POLICY },
      ]
    : [{ ...at, policy: DENY_POLICY }];
}
