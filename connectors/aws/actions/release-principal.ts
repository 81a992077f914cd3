import type { ActionDeclaration, ActionTarget } from '../../../src/core/action.ts';
import { principalOf } from './arn.ts';
import type { InlinePolicy } from './policy-place.ts';
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
    'iam:PutUserPolicy',
    'iam:ListAttachedUserPolicies',
    'iam:DetachUserPolicy',
    'iam:AttachUserPolicy',
    'iam:GetRolePolicy',
    'iam:DeleteRolePolicy',
    'iam:PutRolePolicy',
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
      removals.push({
        operation: 'DetachUserPolicy',
        params: { name: target.params['name'] ?? '', PolicyName: DENY_ALL },
      });
    return removals.map((one) => ({ service: 'iam', effect: 'write' as const, ...one }));
  },
};

/** The policies of ours that a target may carry. */
export function policiesOf(target: ActionTarget): readonly InlinePolicy[] {
  const holder = target.params['holder'] === 'role' ? 'role' : 'user';
  const at = { account: target.account, holder, name: target.params['name'] ?? '' } as const;
  return holder === 'user'
    ? [
        { ...at, policy: DENY_POLICY },
        { ...at, policy: QUARANTINE_POLICY },
      ]
    : [{ ...at, policy: DENY_POLICY }];
}
