import { DeleteAccessKeyCommand } from '@aws-sdk/client-iam';
import type { ActionDeclaration, ActionPerformer, Verification } from '../../../src/core/action.ts';
import { accessKeyOf, shortKey } from './arn.ts';
import { callOrNull } from './call.ts';
import type { Hands } from './hands.ts';
import { keyStatus } from './key-state.ts';
import { keyParams, keyTarget } from './key-target.ts';
import { keyToGo } from './two-keys.ts';

export const deleteKey: ActionDeclaration = {
  id: 'aws.delete-key',
  title: 'Delete access key',
  capability: 'revoke',
  mode: 'gated',
  risk: 'irreversible',
  needs: ['iam:ListAccessKeys', 'iam:DeleteAccessKey'],
  order: 10,
  caution: 'Cannot be undone. A deleted key can no longer be looked up by its last use.',
  target: (credential, context) => {
    if (context.approach === 'cut') return keyTarget(credential);
    if (context.approach !== 'make-room') return null;
    const choice = keyToGo(credential, context);
    return choice.kind === 'go' && choice.id === accessKeyOf(credential) ? keyTarget(credential) : null;
  },
  plan: (target) => {
    const { user, id } = keyParams(target);
    const params = { UserName: user, AccessKeyId: id };
    return [{ service: 'iam', operation: 'DeleteAccessKey', params, effect: 'write' }];
  },
};

export function deleteKeyPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const { user, id } = keyParams(target);
      const done = await callOrNull(`delete access key ${shortKey(id)} of user ${user}`, () =>
        hands.iam(target.account).send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: id })),
      );
      return { at: hands.clock.now(), fields: { found: done === null ? 'no' : 'yes' } };
    },
    verify: async (target): Promise<Verification> => {
      const { user, id } = keyParams(target);
      const status = await keyStatus(hands, target.account, user, id);
      if (status === 'gone') return { kind: 'verified', evidence: `IAM no longer lists ${shortKey(id)}` };
      return { kind: 'not-yet', reason: `IAM still lists ${shortKey(id)} as ${status}`, retryAfter: 2_000 };
    },
  };
}
