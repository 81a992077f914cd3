import type { ActionDeclaration } from '../../../src/core/action.ts';
import { principalOf } from './arn.ts';
import { reservedKind } from './reserved-role.ts';
import { denyRequests } from './session-deny.ts';

export const revokeRoleSessions: ActionDeclaration = {
  id: 'aws.revoke-role-sessions',
  title: 'Revoke sessions of role',
  capability: 'contain',
  mode: 'auto',
  risk: 'reversible',
  needs: ['iam:GetRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
  order: 30,
  caution:
    'Hits every session of the role issued until now, whoever opened it. Workloads that use the role fail until they assume it again, which many do only when their session expires.',
  target: (credential, context) => {
    if (context.approach !== 'cut' && context.approach !== 'observe') return null;
    const role = credential.provider === 'aws' ? principalOf(credential.actor) : null;
    if (role === null || role.kind !== 'role') return null;
    switch (reservedKind(role)) {
      case 'service-linked':
        return {
          refused: `role ${role.name} belongs to an AWS service and cannot be changed: stop it in that service`,
        };
      case 'identity-center':
        return { refused: `role ${role.name} is managed by IAM Identity Center: see the guided step` };
      case null:
        return {
          key: role.arn,
          account: role.account,
          label: `all sessions of role ${role.name}`,
          params: { holder: 'role', name: role.name },
          principal: role.arn,
        };
    }
  },
  plan: denyRequests,
};
