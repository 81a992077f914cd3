import type { ActionDeclaration } from '../../../src/core/action.ts';
import { hookParams, hookTarget } from './hook-target.ts';

export const switchOffHook: ActionDeclaration = {
  id: 'github.switch-off-hook',
  title: 'Switch the webhook off',
  capability: 'contain',
  mode: 'auto',
  risk: 'reversible',
  needs: ['organization_hooks: write', 'repository_hooks: write'],
  order: 10,
  caution:
    'GitHub sends nothing to its address until it is switched on again; what happens meanwhile can be delivered later.',
  target: (credential, { approach }) => {
    if (approach !== 'cut' && approach !== 'retire') return null;
    const target = hookTarget(credential);
    // That of an app cannot be switched off by request.
    return target === null || hookParams(target).app !== '' ? null : target;
  },
  plan: (target) => {
    const { hook, organization } = hookParams(target);
    const params = { org: organization, hook_id: hook };
    return [
      { service: 'github', operation: 'GET /orgs/{org}/hooks/{hook_id}, or of a repository', params, effect: 'read' },
      {
        service: 'github',
        operation: 'PATCH /orgs/{org}/hooks/{hook_id}, or of a repository',
        params,
        effect: 'write',
      },
    ];
  },
};
