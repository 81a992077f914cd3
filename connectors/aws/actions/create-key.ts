import type { ActionDeclaration } from '../../../src/core/action.ts';
import { shortKey } from './arn.ts';
import { keyParams, keyTarget } from './key-target.ts';
import { keyToGo } from './two-keys.ts';

export const createKey: ActionDeclaration = {
  id: 'aws.create-key',
  title: 'Create access key',
  capability: 'issue',
  mode: 'auto',
  risk: 'reversible',
  needs: ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey', 'cloudtrail:LookupEvents'],
  order: 10,
  caution: 'AWS accepts a new key after 5 to 15 seconds, not everywhere at once.',
  target: (credential, context) => {
    const target = keyTarget(credential);
    if (target === null) return null;
    const room = keyToGo(credential, context);
    if (room.kind === 'none') return { refused: room.why };
    const why = room.kind === 'go' ? ` (${shortKey(room.id)} goes first: ${room.why})` : '';
    return { ...target, label: `successor of ${target.label}${why}` };
  },
  plan: (target) => {
    const params = { UserName: keyParams(target).user };
    return [
      { service: 'iam', operation: 'ListAccessKeys', params, effect: 'read' },
      { service: 'iam', operation: 'CreateAccessKey', params, effect: 'write' },
    ];
  },
};
