import type { ActionDeclaration } from '../../../src/core/action.ts';
import { appParams } from './app-target.ts';
import { suspendInstallation } from './suspend-installation.ts';

/** By request only the app itself can do it; an owner of the organisation can in the browser. */
export const suspendByHand: ActionDeclaration = {
  id: 'github.suspend-by-hand',
  title: 'Have an owner of the organisation suspend the app',
  capability: 'contain',
  mode: 'guided',
  risk: 'harmless',
  needs: ['organization_administration: read (to see that it is done)'],
  order: 5,
  caution: suspendInstallation.caution,
  target: (credential, context) => suspendInstallation.target(credential, context),
  plan: (target) => {
    const params = { org: appParams(target).organization };
    return [{ service: 'github', operation: 'GET /orgs/{org}/installations', params, effect: 'read' }];
  },
  guide: (target) => {
    const { installation, organization, slug } = appParams(target);
    const owner = organization === '' ? '' : `organizations/${encodeURIComponent(organization)}/`;
    const page = `https://github.com/${owner}settings/installations`;
    return {
      link: installation === '' ? page : `${page}/${encodeURIComponent(installation)}`,
      steps: [
        `${organization === '' ? 'An owner of each organisation that has it' : `An owner of ${organization}`} opens the page${slug === '' ? '' : ` of ${slug}`} and suspends the app there.`,
      ],
    };
  },
};
