import type { ActionPerformer } from '../../../src/core/action.ts';
import { sshParams } from '../actions/ssh-target.ts';
import { findSshKey } from './find-ssh-key.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

export function removeSshKeyPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const { fingerprint, organization } = sshParams(target);
      const found = await findSshKey(hands, organization, fingerprint);
      const at = (): number => hands.clock.now();
      if (found === null) return { at: at(), fields: { removed: '' } };
      if (found.kind === 'authorisation') {
        const route = 'DELETE /orgs/{org}/credential-authorizations/{credential_id}';
        const parameters = { org: organization, credential_id: found.id };
        await orNull(() => hands.api.ask(`take the authorisation of ${target.label} away`, route, { parameters }));
        return { at: at(), fields: { removed: `its authorisation for ${organization}` } };
      }
      const [owner = '', repo = ''] = found.repository.split('/');
      const parameters = { owner, repo, key_id: found.id };
      const route = 'DELETE /repos/{owner}/{repo}/keys/{key_id}';
      await orNull(() => hands.api.ask(`delete ${target.label} of ${found.repository}`, route, { parameters }));
      return { at: at(), fields: { removed: `the deploy key of ${found.repository}` } };
    },
    verify: async (target) => {
      const { fingerprint, organization } = sshParams(target);
      const left = await findSshKey(hands, organization, fingerprint);
      if (left === null) return { kind: 'verified', evidence: `GitHub lists ${target.label} nowhere that we can see` };
      return { kind: 'not-yet', reason: `GitHub still lists ${target.label}`, retryAfter: 2_000 };
    },
  };
}
