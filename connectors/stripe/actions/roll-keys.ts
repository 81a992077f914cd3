import type { ActionDeclaration } from '../../../src/core/action.ts';
import { namesOf, targetParams } from './names.ts';

/** No key of Stripe makes or ends another; that is done in the Dashboard, behind a second factor. */
export const rollKeys: ActionDeclaration = {
  id: 'stripe.roll-keys',
  title: 'Rotate the key in the Dashboard',
  capability: 'contain',
  mode: 'guided',
  risk: 'harmless',
  needs: [],
  order: 5,
  caution:
    'Whoever still has the old key is cut off at once when it expires now: put the new one in place right after.',
  target: (credential, { approach }) => {
    const names = namesOf(credential);
    if (names === null || names.key === '' || (approach !== 'cut' && approach !== 'retire')) return null;
    return {
      key: credential.id,
      account: names.account,
      label: `${names.key} of ${names.account} (${names.mode} mode)`,
      params: { id: credential.id, mode: names.mode },
    };
  },
  plan: () => [],
  guide: (target) => {
    const path = targetParams(target).mode === 'test' ? 'test/apikeys' : 'apikeys';
    return {
      link: `https://dashboard.stripe.com/${target.account}/${path}`,
      steps: [
        `Open the keys of ${target.account}. To learn which key it was, look the request of an event up under Developers, Logs.`,
        `Rotate ${target.label}: menu ⋯, Rotate key, expiration “now”.`,
        'Put the new key where the old one was used, and limit it to the addresses of that service.',
        'See that no key is there which nobody knows, and remove those.',
      ],
    };
  },
};
