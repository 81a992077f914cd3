import type { ActionDeclaration } from '../../../src/core/action.ts';
import { formOf, OF_APPS, tokenParams, tokenTarget } from './token-target.ts';

/** Whoever does not own the app cannot make a token of it by request. */
export const newAuthorisation: ActionDeclaration = {
  id: 'github.new-authorisation',
  title: 'Have the user authorise the app again',
  capability: 'issue',
  mode: 'guided',
  risk: 'harmless',
  needs: [],
  order: 20,
  caution:
    'Only the user can do this. Where the app is yours, name it under connectors.github.respond.oauth-apps: then its tokens are reset by request.',
  target: (credential) => {
    const target = OF_APPS.includes(formOf(credential)) ? tokenTarget(credential) : null;
    return target === null ? null : { ...target, label: `successor of ${target.label}` };
  },
  plan: () => [],
  guide: (target) => {
    const { actor } = tokenParams(target);
    return {
      link: 'https://github.com/settings/applications',
      steps: [
        `${actor === '' ? 'The user' : actor} opens the page and revokes the app whose token this was.`,
        'Then the user authorises the app again from the app itself, which gets another token by that.',
      ],
    };
  },
};
