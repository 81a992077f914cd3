import type { ActionDeclaration } from '../../../src/core/action.ts';
import { hashedTarget, orgParams, tokenParams } from './token-target.ts';

export const endInstallationToken: ActionDeclaration = {
  id: 'github.end-installation-token',
  title: 'End the installation token',
  capability: 'contain',
  mode: 'gated',
  risk: 'irreversible',
  needs: ['secret_scanning_alerts: read (the token can only end itself, so it has to be found)'],
  order: 10,
  caution:
    'The app gets itself another token as long as its private key works: change that key too where it may have leaked. The token would end by itself within the hour.',
  target: (credential, { approach }) => (approach === 'cut' ? hashedTarget(credential, ['installation']) : null),
  plan: (target) => {
    const { hash } = tokenParams(target);
    const org = orgParams(target);
    const token = { sha256: hash };
    return [
      { service: 'github', operation: 'GET /orgs/{org}/secret-scanning/alerts', params: org, effect: 'read' },
      { service: 'github', operation: 'DELETE /installation/token, as the token', params: token, effect: 'write' },
    ];
  },
};
