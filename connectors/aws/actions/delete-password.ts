import { DeleteLoginProfileCommand, GetLoginProfileCommand } from '@aws-sdk/client-iam';
import type { ActionDeclaration, ActionPerformer } from '../../../src/core/action.ts';
import { principalOf } from './arn.ts';
import { callOrNull } from './call.ts';
import type { Hands } from './hands.ts';

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

export function deletePasswordPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const { user = '' } = target.params;
      const done = await callOrNull(`delete the console password of user ${user}`, () =>
        hands.iam(target.account).send(new DeleteLoginProfileCommand({ UserName: user })),
      );
      return { at: hands.clock.now(), fields: { found: done === null ? 'no' : 'yes' } };
    },
    verify: async (target) => {
      const { user = '' } = target.params;
      const found = await callOrNull(`look for the console password of user ${user}`, () =>
        hands.iam(target.account).send(new GetLoginProfileCommand({ UserName: user })),
      );
      if (found === null) return { kind: 'verified', evidence: `IAM lists no password for user ${user}` };
      return { kind: 'not-yet', reason: `IAM still lists a password for user ${user}`, retryAfter: 2_000 };
    },
  };
}
