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
  order: 30,
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
  guide: (target, evidence = []) => {
    const { id, mode } = targetParams(target);
    const dashboard = `https://dashboard.stripe.com/${target.account}${mode === 'test' ? '/test' : ''}`;
    const events = [...new Set(evidence.map(({ eventId }) => eventId))].filter((one) => EVENT.test(one));
    return {
      link: `${dashboard}/apikeys`,
      steps: [
        ...findIt(
          id,
          target.account,
          events.slice(0, MOST_EVENTS).map((one) => `${dashboard}/events/${one}`),
        ),
        ...rotateIt(target.params['pace'] === 'overlap'),
      ],
    };
  },
};

const EVENT = /^evt_[A-Za-z0-9]+$/;
const MOST_EVENTS = 3;

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

function findIt(id: string, account: string, events: readonly string[]): readonly string[] {
  if (!id.startsWith('keys-of-'))
    return [`Open the API keys of ${account} and find the key ${id.startsWith('mk_') ? id : `named ${id}`}.`];
  const where =
    events.length === 0
      ? `in the Dashboard of ${account} under Developers, Logs, look up the request (req_…) of an event of this incident`
      : `open the request of ${events.join(' or ')}`;
  return [
    `Find out which key it was: ${where}. The Dashboard shows its key and its address, the API shows neither.`,
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
