import type { ActionDeclaration } from '../../../src/core/action.ts';
import { accessKeyOf } from './arn.ts';
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
