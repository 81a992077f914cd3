import type { ActionDeclaration, PlannedRequest } from '../../../src/core/action.ts';
import { formOf, OF_APPS, orgParams, tokenParams, tokenTarget } from './token-target.ts';

export const cutAccess: ActionDeclaration = {
  id: 'github.cut-access',
  title: 'Take away the access of the token to the organisation',
  capability: 'contain',
  mode: 'gated',
  risk: 'irreversible',
  needs: [
    'organization_personal_access_tokens: write (a GitHub App)',
    'organization_administration: write (single sign-on authorisations, Enterprise Cloud)',
  ],
  order: 20,
  caution:
    'Ends the grant of a fine-grained token, or the single sign-on authorisation of a classic one, for this organisation alone: the token lives on, still reads what is public, and SSH keys that it made go on working. Only its owner can ask for access again.',
  target: (credential, { approach }) => {
    const form = formOf(credential);
    const target = form === 'installation' ? null : tokenTarget(credential);
    if (target === null || approach === 'cut') return target;
    // A token that its app renews ends by that; without its number no list would name it.
    const isNamed = !OF_APPS.includes(form) || tokenParams(target).tokenId !== '';
    return approach === 'retire' && isNamed ? target : null;
  },
  plan: (target) => {
    const { org } = orgParams(target);
    const read = (operation: string): PlannedRequest => ({
      service: 'github',
      operation,
      params: { org },
      effect: 'read',
    });
    const write = (operation: string): PlannedRequest => ({ ...read(operation), effect: 'write' });
    return [
      read('GET /orgs/{org}/personal-access-tokens'),
      read('GET /orgs/{org}/credential-authorizations'),
      write('POST /orgs/{org}/personal-access-tokens/{pat_id}, where it has a grant'),
      write('DELETE /orgs/{org}/credential-authorizations/{credential_id}, where it has an authorisation'),
    ];
  },
};
