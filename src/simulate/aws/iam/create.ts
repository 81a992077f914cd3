import { isObject, type JsonObject, listAt, textAt } from '../../json.ts';
import { accessKeyId, secretAccessKey, uniqueId } from '../ids.ts';
import type { AccessKey, PolicySet, Role, User } from '../model.ts';
import type { PolicyDocument } from '../policy-document.ts';
import { Timeline } from '../timeline.ts';
import type { Account, World } from '../world.ts';

export interface NewUser {
  readonly name: string;
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly policies?: PolicySet;
}

export interface NewRole {
  readonly name: string;
  readonly trust: PolicyDocument;
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly policies?: PolicySet;
  readonly maxSessionSeconds?: number;
  readonly description?: string;
}

export const NO_POLICIES: PolicySet = { inline: new Map(), attached: [] };

export function createUser(world: World, account: Account, source: NewUser): User {
  const path = source.path ?? '/';
  const user: User = {
    name: source.name,
    id: uniqueId('AIDA', account.id, world.random),
    arn: `arn:aws:iam::${account.id}:user${path}${source.name}`,
    path,
    createdAt: world.clock.now(),
    tags: new Map(Object.entries(source.tags ?? {})),
    policies: new Timeline(source.policies ?? NO_POLICIES),
    keys: [],
    mfaSerials: [],
    serviceCredentials: [],
  };
  account.users.set(user.name, user);
  return user;
}

export function createRole(world: World, account: Account, source: NewRole): Role {
  const path = source.path ?? '/';
  const role: Role = {
    name: source.name,
    id: uniqueId('AROA', account.id, world.random),
    arn: `arn:aws:iam::${account.id}:role${path}${source.name}`,
    path,
    createdAt: world.clock.now(),
    tags: new Map(Object.entries(source.tags ?? {})),
    policies: new Timeline(source.policies ?? NO_POLICIES),
    trust: new Timeline(source.trust),
    maxSessionSeconds: source.maxSessionSeconds ?? 3_600,
    description: source.description ?? '',
  };
  account.roles.set(role.name, role);
  return role;
}

/** A new long-term key, accepted from `usableFrom` on. Of root when there is no user. */
export function createKey(world: World, account: Account, user: User | undefined, usableFrom: number): AccessKey {
  const key: AccessKey = {
    kind: 'long-term',
    id: accessKeyId('AKIA', account.id, world.random),
    secret: secretAccessKey(world.random),
    account: account.id,
    userName: user?.name,
    createdAt: world.clock.now(),
    state: new Timeline('Active', usableFrom),
    uses: [],
  };
  user?.keys.push(key);
  world.credentials.set(key.id, key);
  return key;
}

/** `Tags: [{ Key, Value }]` of a request. */
export function tagsIn(params: JsonObject): Record<string, string> {
  const tags = listAt(params, 'Tags').filter(isObject);
  return Object.fromEntries(tags.map((tag) => [textAt(tag, 'Key') ?? '', textAt(tag, 'Value') ?? '']));
}
