import type { ActionDeclaration } from '../../../src/core/action.ts';
import { isOfUser, sshTarget } from './ssh-target.ts';

/** Keys of users can be made by themselves alone. */
export const newSshKey: ActionDeclaration = {
  id: 'github.new-ssh-key',
  title: 'Have the user make another SSH key',
  capability: 'issue',
  mode: 'guided',
  risk: 'harmless',
  needs: [],
  order: 20,
  caution: 'Only the user can do this, and only the user can delete the old one from the account.',
  target: (credential) => {
    const target = isOfUser(credential) ? sshTarget(credential) : null;
    return target === null ? null : { ...target, label: `successor of the ${target.label}` };
  },
  plan: () => [],
  guide: ({ params }) => ({
    link: 'https://github.com/settings/keys',
    steps: [
      `${params['actor'] || 'The user'} adds a new key on that page.`,
      ...(params['organization']
        ? [`Authorise it for single sign-on of ${params['organization']} where that is asked for.`]
        : []),
      'Delete the old one on the same page.',
    ],
  }),
};
