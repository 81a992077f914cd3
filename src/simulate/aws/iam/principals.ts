import { type JsonObject, textAt } from '../../json.ts';
import { AwsFault, noSuchEntity } from '../fault.ts';
import type { PolicySet, Role, User } from '../model.ts';
import type { Scene, Target } from '../operation.ts';
import { need } from '../params.ts';
import type { Timeline } from '../timeline.ts';
import type { World } from '../world.ts';

/** The named user; the caller's own when no UserName is given, as IAM does for key and password calls. */
export function userIn(params: JsonObject, scene: Scene): User {
  const name = textAt(params, 'UserName');
  if (name === undefined) {
    if (scene.caller.user !== undefined) return scene.caller.user;
    throw new AwsFault('ValidationError', 'Must specify userName when calling with non-User credentials');
  }
  const user = scene.account.users.get(name);
  if (user === undefined) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

export function roleIn(params: JsonObject, scene: Scene): Role {
  const name = need(params, 'RoleName');
  const role = scene.account.roles.get(name);
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

/** What policies are asked about in calls on a user: its ARN, and its tags and the policy for conditions. */
export function userTarget(params: JsonObject, scene: Scene): Target {
  const name = textAt(params, 'UserName') ?? scene.caller.user?.name ?? '';
  const user = scene.account.users.get(name);
  const resource = user?.arn ?? `arn:aws:iam::${scene.account.id}:user/${name}`;
  return { resource, context: context(params, user?.tags) };
}

export function roleTarget(params: JsonObject, scene: Scene): Target {
  const name = textAt(params, 'RoleName') ?? '';
  const role = scene.account.roles.get(name);
  const resource = role?.arn ?? `arn:aws:iam::${scene.account.id}:role/${name}`;
  return { resource, context: context(params, role?.tags) };
}

function context(params: JsonObject, tags: ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of tags ?? []) {
    values.set(`aws:ResourceTag/${key}`, value);
    values.set(`iam:ResourceTag/${key}`, value);
  }
  const policy = textAt(params, 'PolicyArn');
  if (policy !== undefined) values.set('iam:PolicyARN', policy);
  return values;
}

/** Changes the policies of a user or role: visible to readers at once, effective for its calls after the delay. */
export function changePolicies(
  world: World,
  policies: Timeline<PolicySet>,
  change: (set: PolicySet) => PolicySet,
): void {
  policies.set(change(policies.latest), world.clock.now() + world.settings.iamDelay);
}

export function tagList(tags: ReadonlyMap<string, string>): JsonObject[] {
  return Array.from(tags, ([Key, Value]) => ({ Key, Value }));
}
