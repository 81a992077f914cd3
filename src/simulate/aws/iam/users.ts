import { type JsonObject, textAt } from '../../json.ts';
import { isoSeconds } from '../dates.ts';
import { iamFault } from '../fault.ts';
import type { User } from '../model.ts';
import type { Operations, Outcome, Scene } from '../operation.ts';
import { need, pageByMarker } from '../params.ts';
import { createUser, tagsIn } from './create.ts';
import { tagList, userIn, userTarget } from './principals.ts';

function userView(user: User): JsonObject {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: isoSeconds(user.createdAt),
  };
}

function create(params: JsonObject, scene: Scene): Outcome {
  const name = need(params, 'UserName');
  if (scene.account.users.has(name)) {
    throw iamFault('EntityAlreadyExists', `User with name ${name} already exists.`, 409);
  }
  const path = textAt(params, 'Path');
  const user = createUser(scene.world, scene.account, {
    name,
    tags: tagsIn(params),
    ...(path === undefined ? {} : { path }),
  });
  return { body: { User: { ...userView(user), Tags: tagList(user.tags) } } };
}

function list(params: JsonObject, scene: Scene): Outcome {
  const prefix = textAt(params, 'PathPrefix') ?? '/';
  const users = [...scene.account.users.values()]
    .filter((user) => user.path.startsWith(prefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { page, more } = pageByMarker(users, params);
  return { body: { Users: page.map(userView), ...more } };
}

/** DeleteUser refuses while anything hangs on the user (IAM reference). */
function remove(params: JsonObject, scene: Scene): Outcome {
  const user = userIn({ UserName: need(params, 'UserName') }, scene);
  const { inline, attached } = user.policies.latest;
  const inTheWay =
    user.keys.length + user.mfaSerials.length + user.serviceCredentials.length + inline.size + attached.length > 0;
  if (inTheWay || user.loginProfile !== undefined) {
    throw iamFault('DeleteConflict', 'Cannot delete entity, must remove referenced objects first.', 409);
  }
  scene.account.users.delete(user.name);
  return { body: {} };
}

export const userOperations: Operations = {
  CreateUser: { readOnly: false, target: userTarget, run: create },
  DeleteUser: { readOnly: false, target: userTarget, run: remove },
  GetUser: {
    readOnly: true,
    target: userTarget,
    run: (params, scene) => {
      const user = userIn(params, scene);
      return { body: { User: { ...userView(user), Tags: tagList(user.tags) } } };
    },
  },
  ListUsers: { readOnly: true, run: list },
  ListUserTags: {
    readOnly: true,
    target: userTarget,
    run: (params, scene) => ({ body: { Tags: tagList(userIn(params, scene).tags), IsTruncated: 'false' } }),
  },
  TagUser: {
    readOnly: false,
    target: userTarget,
    run: (params, scene) => {
      const user = userIn(params, scene);
      for (const [key, value] of Object.entries(tagsIn(params))) user.tags.set(key, value);
      return { body: {} };
    },
  },
  ListGroupsForUser: {
    readOnly: true,
    target: userTarget,
    run: (params, scene) => {
      userIn(params, scene);
      return { body: { Groups: [], IsTruncated: 'false' } };
    },
  },
};
