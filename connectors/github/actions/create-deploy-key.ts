import type { ActionDeclaration } from '../../../src/core/action.ts';
import { isOfUser, sshParams, sshTarget } from './ssh-target.ts';

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
    const target = isOfUser(credential) ? null : sshTarget(credential);
    if (target === null) return null;
    const successor = { ...target, label: `successor of the ${target.label}` };
    // Without a list that says where it stands, it has to be found before it is removed.
    return sshParams(target).repository === '' ? { ...successor, first: true } : successor;
  },
  plan: (target) => {
    const { fingerprint, organization, readOnly, repository, title } = sshParams(target);
    const known = repository === '' ? { org: organization } : { repository, title, read_only: readOnly };
    const params = { ...known, fingerprint };
    return [
      { service: 'github', operation: 'GET /repos/{owner}/{repo}/keys', params, effect: 'read' },
      { service: 'github', operation: 'POST /repos/{owner}/{repo}/keys', params, effect: 'write' },
    ];
  },
};
