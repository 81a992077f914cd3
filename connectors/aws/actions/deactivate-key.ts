import type { ActionDeclaration } from '../../../src/core/action.ts';
import { keyTarget } from './key-target.ts';
import { switchRequests } from './switch-key.ts';

export const deactivateKey: ActionDeclaration = {
  id: 'aws.deactivate-key',
  title: 'Deactivate access key',
  capability: 'contain',
  mode: 'auto',
  risk: 'reversible',
  needs: ['iam:ListAccessKeys', 'iam:UpdateAccessKey'],
  order: 10,
  caution:
    'AWS takes 3 to 4 seconds to refuse the key everywhere. From then on it leaves no trace in the log: attempts with it cannot be seen any more.',
  target: (credential, context) =>
    context.approach === 'cut' || context.approach === 'retire' ? keyTarget(credential) : null,
  plan: (target) => switchRequests(target, 'Inactive'),
};
