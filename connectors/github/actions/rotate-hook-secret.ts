import type { ActionDeclaration } from '../../../src/core/action.ts';
import { hookParams, hookTarget } from './hook-target.ts';

export const rotateHookSecret: ActionDeclaration = {
  id: 'github.rotate-hook-secret',
  title: 'Give the webhook another secret',
  capability: 'issue',
  mode: 'gated',
  risk: 'irreversible',
  needs: [
    'organization_hooks: write',
    'repository_hooks: write',
    'for the webhook of an app: its private key (connectors.github.respond.apps)',
  ],
  order: 10,
  caution:
    'GitHub signs with the new secret from then on, and the old one cannot be read back. Receivers refuse deliveries until they have it: let them accept both, and have refused ones delivered again.',
  target: (credential) => {
    const target = hookTarget(credential);
    return target === null ? null : { ...target, label: `secret of ${target.label}` };
  },
  plan: (target) => {
    const { app, hook, organization } = hookParams(target);
    if (app !== '') {
      return [{ service: 'github', operation: 'PATCH /app/hook/config, as the app', params: { app }, effect: 'write' }];
    }
    const params = { org: organization, hook_id: hook };
    return [
      {
        service: 'github',
        operation: 'PATCH /orgs/{org}/hooks/{hook_id}/config, or of a repository',
        params,
        effect: 'write',
      },
    ];
  },
};
