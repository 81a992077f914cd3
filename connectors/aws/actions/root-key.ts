import type { ActionDeclaration } from '../../../src/core/action.ts';
import { accessKeyOf, principalOf, shortKey } from './arn.ts';

export const rootKey: ActionDeclaration = {
  id: 'aws.remove-root-key',
  title: 'Remove access key of the root user',
  capability: 'contain',
  mode: 'guided',
  risk: 'harmless',
  needs: ['iam:GetAccountSummary'],
  order: 5,
  caution:
    'No policy of the account restricts its root user and no API of ours reaches its keys: only root can switch them off.',
  target: (credential, context) => {
    const id = accessKeyOf(credential);
    const root = principalOf(credential.actor);
    if (id === null || root === null || root.kind !== 'root' || context.approach === 'release') return null;
    return { key: id, account: root.account, label: `root access key ${shortKey(id)}`, params: { accessKeyId: id } };
  },
  plan: () => [{ service: 'iam', operation: 'GetAccountSummary', params: {}, effect: 'read' }],
  guide: (target) => ({
    link: 'https://console.aws.amazon.com/iam/home#/security_credentials',
    steps: [
      `Sign in as the root user of account ${target.account}, deactivate ${target.label}, then delete it, and change the password.`,
    ],
  }),
};
