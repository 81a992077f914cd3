import type { ActionDeclaration, ActionTarget, TargetContext } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { namesOf } from './names.ts';
import { removeSshKey } from './remove-ssh-key.ts';
import { sshTarget } from './ssh-target.ts';
import { formOf } from './token-target.ts';

/** What a user's token is cut off from, the same user's SSH keys still reach. */
export const removeOtherKeys: ActionDeclaration = {
  id: 'github.remove-other-keys',
  title: 'Remove the other SSH keys of the user',
  capability: 'contain',
  mode: 'gated',
  risk: 'irreversible',
  needs: removeSshKey.needs,
  order: 30,
  caution:
    'They go on working when the token does not. They were there before it was suspect, so the user made them, or somebody who held the token earlier: ask the user which ones are known. Deploy keys are deleted, of the user’s own keys only the authorisation for this organisation is taken away.',
  target: (credential, context) => {
    const form = formOf(credential);
    if (context.approach !== 'cut' || form === 'installation' || credential.actor === '') return null;
    const keys = keysOf(credential, context);
    if (keys.length === 0) return null;
    return {
      key: `ssh-keys/${credential.actor}`,
      account: credential.account,
      label: `${keys.map(({ label }) => label).join(', ')} of ${credential.actor}`.slice(0, 500),
      params: {
        fingerprints: keys.map(({ params }) => params['fingerprint'] ?? '').join(' '),
        organization: credential.account,
        actor: credential.actor,
      },
      offered: true,
    };
  },
  plan: (target) => {
    const fingerprints = (target.params['fingerprints'] ?? '').split(' ');
    return fingerprints.flatMap((fingerprint) =>
      removeSshKey
        .plan({ ...target, params: { ...target.params, fingerprint } })
        .filter(({ effect }) => effect === 'write'),
    );
  },
};

/** Not those that appeared since the token is suspect: these are removed in any case. */
function keysOf(token: Credential, { known, subtree }: TargetContext): readonly ActionTarget[] {
  const isToken = namesOf(token).hash !== '' || namesOf(token).tokenId !== '';
  if (!isToken) return [];
  return known.flatMap((one) => {
    if (one.kind !== 'ssh-key' || one.actor !== token.actor || one.account !== token.account) return [];
    if (one.state === 'deleted' || subtree.some(({ id }) => id === one.id)) return [];
    return sshTarget(one) ?? [];
  });
}
