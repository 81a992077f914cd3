import type { ActionDeclaration } from '../../../src/core/action.ts';
import { isInstallationToken, tokenTarget } from './token-target.ts';

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
    const target = isInstallationToken(credential) ? tokenTarget(credential) : null;
    if (target === null) return null;
    const slug = credential.actor.replace(/\[bot\]$/, '');
    const { organization = '' } = target.params;
    return {
      key: `app/${slug}`,
      account: target.account,
      label: `private key of the app ${slug}`,
      params: { slug, organization, actor: credential.actor },
    };
  },
  plan: () => [],
  guide: ({ params }) => ({
    link: `https://github.com/organizations/${encodeURIComponent(params['organization'] ?? '')}/settings/apps/${encodeURIComponent(params['slug'] ?? '')}`,
    steps: [
      'The owner of the app makes another private key on that page, deploys it, and deletes the old one;',
      'the same with its client secret where that may have leaked.',
    ],
  }),
};
