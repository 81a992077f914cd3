import type { ActionDeclaration } from '../../../src/core/action.ts';
import { principalOf } from './arn.ts';
import { DENY_ALL, QUARANTINE_POLICY } from './quarantine-policy.ts';

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
