import type { ActionDeclaration } from '../../../src/core/action.ts';
import { appParams, appTarget } from './app-target.ts';
import { namesOf } from './names.ts';

/** Whoever has the key of an app makes tokens at will: only the app as a whole can be stopped. */
export const suspendInstallation: ActionDeclaration = {
  id: 'github.suspend-installation',
  title: 'Suspend the installation of the app',
  capability: 'contain',
  mode: 'auto',
  risk: 'reversible',
  needs: ['id and private key of the app (connectors.github.respond.apps)'],
  order: 5,
  caution:
    'Everything that the app does for this organisation stops, and its tokens are refused, until the installation is taken up again.',
  target: (credential, { approach }) => {
    const { appKey, installation } = namesOf(credential);
    if ((approach !== 'cut' && approach !== 'retire') || (installation === '' && appKey === '')) return null;
    const target = appTarget(credential);
    return target === null ? null : { ...target, label: `installation of the ${target.label}` };
  },
  plan: (target) => {
    const { organization, slug } = appParams(target);
    const params = { app: slug, org: organization };
    return [
      { service: 'github', operation: 'GET /app/installations, as the app', params, effect: 'read' },
      {
        service: 'github',
        operation: 'PUT /app/installations/{installation_id}/suspended, as the app',
        params,
        effect: 'write',
      },
    ];
  },
};
