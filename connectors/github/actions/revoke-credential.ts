import type { ActionDeclaration } from '../../../src/core/action.ts';
import { isInstallationToken, tokenParams, tokenTarget } from './token-target.ts';

export const revokeCredential: ActionDeclaration = {
  id: 'github.revoke-credential',
  title: 'Have GitHub revoke the leaked token',
  // Nothing reversible stops a token: this is the only thing that ends it everywhere.
  capability: 'contain',
  mode: 'gated',
  risk: 'irreversible',
  needs: ['secret_scanning_alerts: read (to find the token itself; the revocation is sent without any credential)'],
  order: 10,
  caution:
    'Cannot be undone, and GitHub mails the owner. Everything that uses the token stops. GitHub answers before it acts: the step is done once the token is refused. Works only where the token itself can be read in an alert of secret scanning; 60 requests an hour and address.',
  target: (credential, { approach }) => {
    if (approach !== 'cut' || isInstallationToken(credential)) return null;
    const target = tokenTarget(credential);
    return target === null || tokenParams(target).hash === '' ? null : target;
  },
  plan: (target) => {
    const { hash, organization } = tokenParams(target);
    return [
      {
        service: 'github',
        operation: 'GET /orgs/{org}/secret-scanning/alerts',
        params: { org: organization },
        effect: 'read',
      },
      { service: 'github', operation: 'POST /credentials/revoke', params: { sha256: hash }, effect: 'write' },
      { service: 'github', operation: 'GET /user, as the token', params: { sha256: hash }, effect: 'read' },
    ];
  },
};
