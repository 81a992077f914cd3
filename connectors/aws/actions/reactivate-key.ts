import type { ActionDeclaration } from '../../../src/core/action.ts';
import { keyTarget } from './key-target.ts';
import { switchRequests } from './switch-key.ts';

export const reactivateKey: ActionDeclaration = {
  id: 'aws.reactivate-key',
  title: 'Activate access key again',
  capability: 'restore',
  mode: 'auto',
  risk: 'reversible',
  needs: ['iam:ListAccessKeys', 'iam:UpdateAccessKey'],
  order: 30,
  caution: 'Whoever has the secret can use it again.',
  target: (credential, context) => (context.approach === 'release' ? keyTarget(credential) : null),
  plan: (target) => switchRequests(target, 'Active'),
};
