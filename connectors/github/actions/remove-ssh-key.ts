import type { ActionDeclaration } from '../../../src/core/action.ts';
import { sshParams, sshTarget } from './ssh-target.ts';

export const removeSshKey: ActionDeclaration = {
  id: 'github.remove-ssh-key',
  title: 'Remove the SSH key',
  capability: 'contain',
  mode: 'gated',
  risk: 'irreversible',
  needs: [
    'administration: write (deploy keys of repositories)',
    'organization_administration: write (single sign-on authorisations of users’ keys, Enterprise Cloud)',
  ],
  order: 10,
  caution:
    'A deploy key is deleted; whatever fetches with it stops. Of a user’s key only the authorisation for this organisation is taken away: the key itself is the user’s to delete.',
  target: (credential, { approach }) => (approach === 'cut' || approach === 'retire' ? sshTarget(credential) : null),
  plan: (target) => {
    const { fingerprint, keyId, organization, repository } = sshParams(target);
    if (repository !== '') {
      const key = { repository, key_id: keyId };
      return [
        { service: 'github', operation: 'GET /repos/{owner}/{repo}/keys', params: key, effect: 'read' },
        { service: 'github', operation: 'DELETE /repos/{owner}/{repo}/keys/{key_id}', params: key, effect: 'write' },
      ];
    }
    const params = { org: organization, fingerprint };
    return [
      { service: 'github', operation: 'GET /repos/{owner}/{repo}/keys', params, effect: 'read' },
      { service: 'github', operation: 'GET /orgs/{org}/credential-authorizations', params, effect: 'read' },
      {
        service: 'github',
        operation: 'DELETE /repos/{owner}/{repo}/keys/{key_id}, where it is a deploy key',
        params,
        effect: 'write',
      },
      {
        service: 'github',
        operation: 'DELETE /orgs/{org}/credential-authorizations/{credential_id}, where it is a user’s',
        params,
        effect: 'write',
      },
    ];
  },
};
