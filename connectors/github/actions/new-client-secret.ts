import type { ActionDeclaration } from '../../../src/core/action.ts';
import { namesOf } from './names.ts';

/** Client secrets have no API and no form of their own: somebody has to say that one leaked. */
export const newClientSecret: ActionDeclaration = {
  id: 'github.new-client-secret',
  title: 'Have the owner of the app change its client secret',
  capability: 'issue',
  mode: 'guided',
  risk: 'harmless',
  needs: [],
  order: 20,
  caution:
    'An app may have two secrets at a time, so nothing has to stop: the old one ends when it is deleted, and all that users allowed the app goes on.',
  target: (credential) => {
    const { clientSecret } = namesOf(credential);
    if (clientSecret === '') return null;
    return {
      key: `client-secret/${clientSecret}`,
      account: credential.account,
      label: `client secret of the app ${clientSecret}`,
      params: { client: clientSecret, organization: credential.account },
    };
  },
  plan: () => [],
  guide: ({ params }) => {
    const { organization = '' } = params;
    const page =
      organization === ''
        ? 'settings/developers'
        : `organizations/${encodeURIComponent(organization)}/settings/applications`;
    return {
      link: `https://github.com/${page}`,
      steps: [
        `The owner of the app with the client id ${params['client'] ?? ''} makes another client secret on its page.`,
        'Put it where the app runs, then remove the old one.',
      ],
    };
  },
};
