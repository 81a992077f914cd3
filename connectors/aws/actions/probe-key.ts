import type { ActionDeclaration } from '../../../src/core/action.ts';
import { accessKeyOf } from './arn.ts';
import { keyParams, keyTarget } from './key-target.ts';

/** Name of the target's parameter that holds a reference to the key's secret, such as `env:OLD_SECRET`. */
export const SECRET_REFERENCE = 'secret';

export const probeKey: ActionDeclaration = {
  id: 'aws.probe-key',
  title: 'Try access key',
  capability: 'probe',
  mode: 'auto',
  risk: 'harmless',
  needs: ['iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'],
  order: 10,
  caution: 'Uses the key itself: while AWS still accepts it, the call is in the log under its name.',
  target: (credential) => (accessKeyOf(credential) === null ? null : keyTarget(credential)),
  plan: (target) => [
    { service: 'sts', operation: 'GetCallerIdentity', params: { AccessKeyId: keyParams(target).id }, effect: 'read' },
    { service: 'iam', operation: 'GetUser', params: { AccessKeyId: keyParams(target).id }, effect: 'read' },
  ],
};
