import type { ActionDeclaration } from '../../../src/core/action.ts';
import { principalOf } from './arn.ts';
import { reservedKind } from './reserved-role.ts';

export const endSsoSessions: ActionDeclaration = {
  id: 'aws.end-sso-sessions',
  title: 'End sessions of an Identity Center role',
  capability: 'contain',
  mode: 'guided',
  risk: 'harmless',
  needs: [],
  order: 40,
  caution:
    'Only IAM Identity Center can change this role; a session that is open lives on for up to 12 h unless the permission set denies it.',
  target: (credential, context) => {
    const role = credential.provider === 'aws' ? principalOf(credential.actor) : null;
    if (role === null || role.kind !== 'role' || context.approach === 'release') return null;
    if (reservedKind(role) !== 'identity-center') return null;
    return {
      key: role.arn,
      account: role.account,
      label: `all sessions of role ${role.name}`,
      params: {
        name: role.name,
        permissionSet: /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role.name)?.[1] ?? role.name,
      },
      principal: role.arn,
    };
  },
  plan: () => [],
  guide: (target) => ({
    link: 'https://console.aws.amazon.com/singlesignon/',
    steps: [
      `Disable the access of the person behind the session in IAM Identity Center and end the active sessions.`,
      `Add to permission set ${target.params['permissionSet'] ?? ''} an inline policy that denies * where aws:TokenIssueTime is before now, and provision it.`,
    ],
  }),
};
