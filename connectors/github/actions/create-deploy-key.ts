import type { ActionDeclaration } from '../../../src/core/action.ts';
import { sshParams, sshTarget } from './ssh-target.ts';

export const createDeployKey: ActionDeclaration = {
  id: 'github.create-deploy-key',
  title: 'Create another deploy key',
  capability: 'issue',
  mode: 'auto',
  risk: 'reversible',
  needs: ['administration: write (deploy keys of repositories)'],
  order: 10,
  caution:
    'Deploy keys cannot be changed: a second one is made with the same title and rights, and the old one works until it is removed. A key made with a personal token may be deleted together with that token: let a GitHub App make it.',
  target: (credential) => {
    const target = sshTarget(credential);
    return target === null ? null : { ...target, label: `successor of ${target.label}` };
  },
  plan: (target) => {
    const { fingerprint, organization } = sshParams(target);
    const params = { org: organization, fingerprint };
    return [
      { service: 'github', operation: 'GET /repos/{owner}/{repo}/keys', params, effect: 'read' },
      { service: 'github', operation: 'POST /repos/{owner}/{repo}/keys', params, effect: 'write' },
    ];
  },
};
