import type { ActionDeclaration } from '../../../src/core/action.ts';
import { principalOf } from './arn.ts';
import { denyRequests } from './session-deny.ts';

export const revokeUserSessions: ActionDeclaration = {
  id: 'aws.revoke-user-sessions',
  title: 'Revoke sessions of user',
  capability: 'contain',
  mode: 'auto',
  risk: 'reversible',
  needs: ['iam:GetUserPolicy', 'iam:PutUserPolicy', 'iam:DeleteUserPolicy'],
  order: 20,
  caution:
    'Hits every temporary credential of the user issued until now, console sessions included; its long-term keys are not concerned. Sessions last up to 36 h: leave the policy in place at least that long. A policy edit may take minutes to apply everywhere.',
  target: (credential, context) => {
    if (context.approach !== 'cut' || credential.provider !== 'aws') return null;
    const user = principalOf(credential.actor);
    if (user === null || user.kind !== 'user') return null;
    return {
      key: user.arn,
      account: user.account,
      label: `all sessions of user ${user.name}`,
      params: { holder: 'user', name: user.name },
      principal: user.arn,
    };
  },
  plan: denyRequests,
};
