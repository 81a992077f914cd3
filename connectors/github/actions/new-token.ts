import type { ActionDeclaration } from '../../../src/core/action.ts';
import { formOf, tokenParams, tokenTarget } from './token-target.ts';

/** No request of any API makes a personal token, nor an app's private key or client secret. */
export const newToken: ActionDeclaration = {
  id: 'github.new-token',
  title: 'Have the owner make another token',
  capability: 'issue',
  mode: 'guided',
  risk: 'harmless',
  needs: [],
  order: 20,
  caution:
    'Only its owner can do this. A GitHub App would need no person: its tokens are made by request and last an hour.',
  target: (credential) => {
    const form = formOf(credential);
    const target = form === 'personal' || form === 'unknown' ? tokenTarget(credential) : null;
    return target === null ? null : { ...target, label: `successor of ${target.label}` };
  },
  plan: () => [],
  guide: (target) => {
    const { actor, organization } = tokenParams(target);
    const who = actor === '' ? 'The owner of the token' : actor;
    return {
      link: 'https://github.com/settings/tokens',
      steps: [
        `${who} opens the page and makes a token with an expiry date and no more rights than the old one needs.`,
        ...(organization === '' ? [] : [`Authorise it for single sign-on of ${organization} where that is asked for.`]),
        'Delete the old one on the same page.',
      ],
    };
  },
};
