import { type JsonObject, numberAt, textAt } from '../../json.ts';
import { isoSeconds } from '../dates.ts';
import { iamFault } from '../fault.ts';
import type { Role } from '../model.ts';
import type { Operations, Outcome, Scene } from '../operation.ts';
import { need, pageByMarker } from '../params.ts';
import { parsePolicy } from '../policy-document.ts';
import { createRole, tagsIn } from './create.ts';
import { roleIn, roleTarget, tagList } from './principals.ts';

function roleView(role: Role): JsonObject {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: isoSeconds(role.createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(role.trust.latest.text),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

function create(params: JsonObject, scene: Scene): Outcome {
  const name = need(params, 'RoleName');
  if (scene.account.roles.has(name)) {
    throw iamFault('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
  }
  const role = createRole(scene.world, scene.account, {
    name,
    trust: parsePolicy(need(params, 'AssumeRolePolicyDocument')),
    path: textAt(params, 'Path') ?? '/',
    tags: tagsIn(params),
    maxSessionSeconds: numberAt(params, 'MaxSessionDuration') ?? 3_600,
    description: textAt(params, 'Description') ?? '',
  });
  return { body: { Role: { ...roleView(role), Tags: tagList(role.tags) } } };
}

function list(params: JsonObject, scene: Scene): Outcome {
  const roles = [...scene.account.roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { page, more } = pageByMarker(roles, params);
  return { body: { Roles: page.map(roleView), ...more } };
}

/** Who may assume the role; spreads like any IAM change. */
function updateTrust(params: JsonObject, scene: Scene): Outcome {
  const role = roleIn(params, scene);
  const trust = parsePolicy(need(params, 'PolicyDocument'));
  role.trust.set(trust, scene.now + scene.world.settings.iamDelay);
  return { body: {} };
}

function remove(params: JsonObject, scene: Scene): Outcome {
  const role = roleIn(params, scene);
  const { inline, attached } = role.policies.latest;
  if (inline.size + attached.length > 0) {
    throw iamFault('DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409);
  }
  scene.account.roles.delete(role.name);
  return { body: {} };
}

export const roleOperations: Operations = {
  CreateRole: { readOnly: false, target: roleTarget, run: create },
  DeleteRole: { readOnly: false, target: roleTarget, run: remove },
  GetRole: {
    readOnly: true,
    target: roleTarget,
    run: (params, scene) => {
      const role = roleIn(params, scene);
      return { body: { Role: { ...roleView(role), Tags: tagList(role.tags) } } };
    },
  },
  ListRoles: { readOnly: true, run: list },
  UpdateAssumeRolePolicy: { readOnly: false, target: roleTarget, run: updateTrust },
};
