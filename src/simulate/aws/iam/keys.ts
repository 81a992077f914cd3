import type { JsonObject } from '../../json.ts';
import { isoSeconds } from '../dates.ts';
import { AwsFault, iamFault, noSuchEntity } from '../fault.ts';
import type { AccessKey, User } from '../model.ts';
import type { Operations, Outcome, Scene } from '../operation.ts';
import { need, pageByMarker } from '../params.ts';
import { createKey } from './create.ts';
import { userIn, userTarget } from './principals.ts';

/** Inactive keys count too (IAM quotas). */
const KEYS_PER_USER = 2;

function keyView(key: AccessKey): JsonObject {
  return {
    UserName: key.userName,
    AccessKeyId: key.id,
    Status: key.state.latest,
    CreateDate: isoSeconds(key.createdAt),
  };
}

/** Not idempotent, and the only call that ever shows the secret. */
function create(params: JsonObject, scene: Scene): Outcome {
  const { world, account, now } = scene;
  const user = userIn(params, scene);
  if (user.keys.length >= KEYS_PER_USER) {
    throw iamFault('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${KEYS_PER_USER}`, 409);
  }
  const key = createKey(world, account, user, now + world.settings.newKeyDelay);
  return { body: { AccessKey: { ...keyView(key), SecretAccessKey: key.secret } } };
}

function keyOf(params: JsonObject, user: User): AccessKey {
  const id = need(params, 'AccessKeyId');
  const key = user.keys.find((candidate) => candidate.id === id);
  if (key === undefined) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}

function update(params: JsonObject, scene: Scene): Outcome {
  const status = need(params, 'Status');
  if (status !== 'Active' && status !== 'Inactive') {
    throw new AwsFault('ValidationError', `Value '${status}' at 'status' failed to satisfy constraint`);
  }
  const key = keyOf(params, userIn(params, scene));
  if (key.state.latest !== status) key.state.set(status, scene.now + scene.world.settings.iamDelay);
  return { body: {} };
}

function remove(params: JsonObject, scene: Scene): Outcome {
  const user = userIn(params, scene);
  const key = keyOf(params, user);
  user.keys.splice(user.keys.indexOf(key), 1);
  key.state.set('Deleted', scene.now + scene.world.settings.iamDelay);
  return { body: {} };
}

/** By key id alone; needs the key to exist. `N/A` when it was never used. */
function lastUsed(params: JsonObject, scene: Scene): Outcome {
  const id = need(params, 'AccessKeyId');
  const key = scene.world.credentials.get(id);
  if (key?.kind !== 'long-term' || key.account !== scene.account.id || key.state.latest === 'Deleted') {
    throw iamFault('AccessDenied', `The Access Key with id ${id} cannot be found or you may not see it.`, 403);
  }
  const use = key.uses.findLast((candidate) => candidate.at + scene.world.settings.lastUseLag <= scene.now);
  const seen =
    use === undefined
      ? { ServiceName: 'N/A', Region: 'N/A' }
      : { LastUsedDate: isoSeconds(use.at), ServiceName: use.service, Region: use.region };
  return { body: { UserName: key.userName, AccessKeyLastUsed: seen } };
}

export const keyOperations: Operations = {
  CreateAccessKey: { readOnly: false, target: userTarget, run: create },
  UpdateAccessKey: { readOnly: false, target: userTarget, run: update },
  DeleteAccessKey: { readOnly: false, target: userTarget, run: remove },
  ListAccessKeys: {
    readOnly: true,
    target: userTarget,
    run: (params, scene) => {
      const { page, more } = pageByMarker(userIn(params, scene).keys, params);
      return { body: { AccessKeyMetadata: page.map(keyView), ...more } };
    },
  },
  GetAccessKeyLastUsed: { readOnly: true, run: lastUsed },
};
