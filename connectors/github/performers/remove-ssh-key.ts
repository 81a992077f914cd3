import type { ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import { sshParams } from '../actions/ssh-target.ts';
import { findSshKey } from './find-ssh-key.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

export function removeSshKeyPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: async (target) => ({ at: hands.clock.now(), fields: { removed: await remove(hands, target) } }),
    verify: (target) => isRemoved(hands, target),
  };
}

/** The same for each of several keys. */
export function removeOtherKeysPerformer(hands: Hands): ActionPerformer {
  const each = (target: ActionTarget): readonly ActionTarget[] =>
    (target.params['fingerprints'] ?? '')
      .split(' ')
      .map((fingerprint) => ({ ...target, params: { ...target.params, fingerprint } }));
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const removed: string[] = [];
      for (const one of each(target)) removed.push(await remove(hands, one));
      return { at: hands.clock.now(), fields: { removed: removed.filter((text) => text !== '').join(', ') } };
    },
    verify: async (target) => {
      for (const one of each(target)) {
        const result = await isRemoved(hands, one);
        if (result.kind !== 'verified') return result;
      }
      return { kind: 'verified', evidence: `GitHub lists ${target.label} nowhere that we can see` };
    },
  };
}

/** @returns what was removed, '' when nothing was there */
async function remove(hands: Hands, target: ActionTarget): Promise<string> {
  const { fingerprint, organization, repository } = sshParams(target);
  const found = await findSshKey(hands, organization, fingerprint, repository);
  if (found === null) return '';
  if (found.kind === 'authorisation') {
    const route = 'DELETE /orgs/{org}/credential-authorizations/{credential_id}';
    const parameters = { org: organization, credential_id: found.id };
    await orNull(() => hands.api.ask(`take the authorisation of ${target.label} away`, route, { parameters }));
    return `its authorisation for ${organization}`;
  }
  const [owner = '', repo = ''] = found.repository.split('/');
  const parameters = { owner, repo, key_id: found.id };
  const route = 'DELETE /repos/{owner}/{repo}/keys/{key_id}';
  await orNull(() => hands.api.ask(`delete ${target.label} of ${found.repository}`, route, { parameters }));
  return `the deploy key of ${found.repository}`;
}

async function isRemoved(hands: Hands, target: ActionTarget): Promise<Verification> {
  const { fingerprint, organization, repository } = sshParams(target);
  const left = await findSshKey(hands, organization, fingerprint, repository);
  if (left !== null) return { kind: 'not-yet', reason: `GitHub still lists ${target.label}`, retryAfter: 2_000 };
  const where = repository === '' ? 'nowhere that we can see' : `no longer in ${repository}`;
  return { kind: 'verified', evidence: `GitHub lists ${target.label} ${where}` };
}
