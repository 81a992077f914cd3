import type { ActionDeclaration, ActionTarget } from '../../../src/core/action.ts';
import type { StripeNames } from './names.ts';
import { keysOf, namesOf, targetParams } from './names.ts';

/** No key of Stripe makes or ends another; that is done in the Dashboard, behind a second factor. */
export const rollKeys: ActionDeclaration = {
  id: 'stripe.roll-keys',
  title: 'Rotate the key in the Dashboard',
  capability: 'contain',
  mode: 'guided',
  risk: 'irreversible',
  replaces: true,
  needs: [],
  order: 5,
  caution:
    'It is proven once Stripe refuses the old one: give that to the run (--old-key-stdin), or name where it stands (`secret:` of its entry under `credentials:`).',
  target: (credential, { approach, subject }) => {
    const names = namesOf(credential);
    if (names === null || names.key === '' || (approach !== 'cut' && approach !== 'replace')) return null;
    const pace = approach === 'cut' ? 'now' : 'overlap';
    // An incident about the account alone: whichever key it was, it is found and rotated once.
    return subject === '' ? someKeyOf(names, credential.actor, pace) : theKey(credential.id, names, pace);
  },
  plan: () => [],
  guide: (target) => {
    const { id, mode } = targetParams(target);
    const path = mode === 'test' ? 'test/apikeys' : 'apikeys';
    return {
      link: `https://dashboard.stripe.com/${target.account}/${path}`,
      steps: [...findIt(id, target.account), ...rotateIt(target.params['pace'] === 'overlap')],
    };
  },
};

type Pace = 'now' | 'overlap';

function theKey(id: string, { account, key, mode }: StripeNames, pace: Pace): ActionTarget {
  const label = `${key} of ${account} (${mode} mode)`;
  const name = id.replace(/^stripe:/, '');
  const target = { key: id, account, label, params: { id: name, mode, pace } };
  // Events know a key by its user, who goes on with the new one under the same name; an id is never given twice.
  return name.startsWith('mk_') ? target : { ...target, spares: true };
}

function someKeyOf({ account, mode }: StripeNames, usedBy: string, pace: Pace): ActionTarget {
  const id = keysOf(account, mode);
  const label = `whichever key of ${account} was used (${mode} mode)`;
  return { key: `stripe:${id}`, account, label, params: { id, mode, pace }, usedBy, spares: true };
}

function findIt(id: string, account: string): readonly string[] {
  if (!id.startsWith('keys-of-'))
    return [`Open the API keys of ${account} and find the key ${id.startsWith('mk_') ? id : `named ${id}`}.`];
  return [
    `Find out which key it was: in the Dashboard of ${account} under Developers, Logs, look up the request (req_…) of an event of this incident; it shows the key and the address.`,
    'Where that cannot be told, rotate every key that could have done it.',
  ];
}

function rotateIt(overlap: boolean): readonly string[] {
  const when = overlap
    ? 'expiration “in 24 hours”: the old one works until then'
    : 'expiration “now”: whoever still has the old one is cut off at once';
  return [
    `Rotate it: menu ⋯, Rotate key, ${when}. Stripe asks for your second factor.`,
    'Put the new key where the old one was used, and limit it to the addresses of that service.',
    ...(overlap
      ? ['Once every user has the new one, end the old one: menu ⋯, Expire key.']
      : ['Look through the list for keys that nobody knows, and delete them.']),
  ];
}
