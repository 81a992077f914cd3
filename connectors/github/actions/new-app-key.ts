import type { ActionDeclaration } from '../../../src/core/action.ts';
import { appPage, appParams, appTarget } from './app-target.ts';

/** Private keys of apps have no API; who can make installation tokens at will has the key. */
export const newAppKey: ActionDeclaration = {
  id: 'github.new-app-key',
  title: 'Have the owner of the app change its private key',
  capability: 'issue',
  mode: 'guided',
  risk: 'harmless',
  needs: [],
  order: 20,
  caution: 'Keys of apps never expire, and whoever has one makes tokens for every installation.',
  target: (credential) => {
    const target = appTarget(credential);
    return target === null ? null : { ...target, label: `private key of the ${target.label}` };
  },
  plan: () => [],
  guide: (target) => {
    const { organization, slug } = appParams(target);
    return {
      link: appPage(organization, slug),
      steps: [
        'The owner of the app makes another private key on that page and puts it where the app runs.',
        'Delete the old key there.',
        'Change its client secret as well where that may have leaked.',
      ],
    };
  },
};
