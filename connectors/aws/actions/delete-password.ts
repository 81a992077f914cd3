import type { ActionDeclaration } from '../../../src/core/action.ts';
import { principalOf } from './arn.ts';

export const deletePassword: ActionDeclaration = {
  id: 'aws.delete-password',
  title: 'Delete console password',
  capability: 'revoke',
  mode: 'gated',
  risk: 'irreversible',
  needs: ['iam:GetLoginProfile', 'iam:DeleteLoginProfile'],
  order: 20,
  caution:
    'The old password cannot be brought back. Access keys of the user and open console sessions are not concerned.',
  target: (credential, context) => {
    const user = credential.provider === 'aws' ? principalOf(credential.actor) : null;
    if (credential.kind !== 'password' || user === null || user.kind !== 'user' || context.approach !== 'cut')
      return null;
    return {
      key: user.arn,
      account: user.account,
      label: `console password of user ${user.name}`,
      params: { user: user.name },
    };
  },
  plan: (target) => [
    {
      service: 'iam',
      operation: 'DeleteLoginProfile',
      params: { UserName: target.params['user'] ?? '' },
      effect: 'write',
    },
  ],
};
