import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { KeyFacts } from '../actions/ssh-target.ts';
import { sshParams } from '../actions/ssh-target.ts';
import { objectOf, textOf, wordOf } from '../json.ts';
import { sshIdentifier } from '../records/token-hash.ts';
import { newSshKeyPair } from '../secrets/openssh-key.ts';
import { deployKeysOf, findSshKey } from './find-ssh-key.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

/** A lost answer leaves a key whose private half nobody has: it is found by what was not there before, and deleted. */
export function createDeployKeyPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'reversible',
    prepare: async (target) => {
      const old = await placeOf(hands, target);
      const keys = (await deployKeysOf(hands, old.repository)).map((key) => wordOf(key['id']));
      return { repository: old.repository, title: old.title, readOnly: old.readOnly, keys: keys.join(' ') };
    },
    apply: async (target, _key, { readOnly = 'true', repository = '', title = '' }) => {
      const pair = newSshKeyPair();
      const [owner = '', repo = ''] = repository.split('/');
      const parameters = { owner, repo, title, key: pair.publicKey, read_only: readOnly === 'true' };
      const route = 'POST /repos/{owner}/{repo}/keys';
      const { data } = await hands.api.ask(`create the ${target.label} in ${repository}`, route, { parameters });
      const id = wordOf(objectOf(data)['id']);
      const issued = `github:${sshIdentifier(pair.publicKey, '')}`;
      const fields = { issued, repository, keyId: id, publicKey: pair.publicKey };
      return { at: hands.clock.now(), fields, secrets: { privateKey: pair.privateKey } };
    },
    reconcile: async (_target, _key, { keys = '', repository = '', title = '' }) => {
      const known = new Set(keys.split(' '));
      for (const key of await deployKeysOf(hands, repository)) {
        const isOrphan = !known.has(wordOf(key['id'])) && textOf(key['title']) === title;
        if (isOrphan) await remove(hands, repository, wordOf(key['id']));
      }
      return null;
    },
    verify: async (target, { fields }) => {
      const { keyId = '', repository = '' } = fields;
      const found = (await deployKeysOf(hands, repository)).some((key) => wordOf(key['id']) === keyId);
      if (found) return { kind: 'verified', evidence: `GitHub lists the ${target.label} in ${repository}` };
      return { kind: 'not-yet', reason: `GitHub does not list the ${target.label} yet`, retryAfter: 2_000 };
    },
    undo: async (_target, { fields }) => {
      const { keyId = '', repository = '' } = fields;
      if (keyId !== '') await remove(hands, repository, keyId);
    },
  };
}

/** As a list has shown it, since the old key may be gone already; else it has to be found. @throws AppError */
async function placeOf(
  hands: Hands,
  target: ActionTarget,
): Promise<Pick<KeyFacts, 'repository' | 'title' | 'readOnly'>> {
  const { fingerprint, organization, ...known } = sshParams(target);
  if (known.repository !== '' && known.readOnly !== '') return known;
  const old = await findSshKey(hands, organization, fingerprint, known.repository);
  if (old === null || old.kind !== 'deploy-key') throw noDeployKey(target);
  return { ...old, readOnly: String(old.readOnly) };
}

async function remove(hands: Hands, repository: string, id: string): Promise<void> {
  const [owner = '', repo = ''] = repository.split('/');
  const route = 'DELETE /repos/{owner}/{repo}/keys/{key_id}';
  await orNull(() =>
    hands.api.ask(`delete deploy key ${id} of ${repository}`, route, { parameters: { owner, repo, key_id: id } }),
  );
}

function noDeployKey(target: ActionTarget): AppError {
  return new AppError(`there is no deploy key to make the ${target.label} of`, {
    code: 'GITHUB_NOT_A_DEPLOY_KEY',
    kind: 'unsupported',
    hint: 'Keys of users are made by themselves at https://github.com/settings/keys.',
  });
}
