import { generateKeyPairSync } from 'node:crypto';
import { record } from './audit/record.ts';
import { fingerprintOf, newPublicKey } from './ids.ts';
import type { AppInput, HookInput, OrgInput, RepoInput, TokenInput } from './inputs.ts';
import { makeToken } from './make-token.ts';
import type { App, DeployKey, Hook, Installation, OauthApp, Org, Repo, Token, User } from './model.ts';
import { nextId, type World } from './world.ts';

export function createOrg(world: World, input: OrgInput): Org {
  const org: Org = {
    id: nextId(world),
    login: input.login,
    enterprise: input.enterprise ?? 'example',
    disclosesAddresses: input.disclosesAddresses ?? true,
    grants: new Map(),
    authorizations: new Map(),
    hooks: new Map(),
    installations: [],
  };
  world.orgs.set(org.login, org);
  return org;
}

export function userOf(world: World, login: string): User {
  const known = world.users.get(login);
  if (known !== undefined) return known;
  const user: User = { id: nextId(world), login, keys: [] };
  world.users.set(login, user);
  return user;
}

export function createRepo(world: World, input: RepoInput): Repo {
  const [owner = '', name = ''] = input.name.split('/');
  if (!world.orgs.has(owner)) throw new Error(`no simulated organisation ${owner}`);
  const repo: Repo = {
    id: nextId(world),
    owner,
    name,
    isPrivate: input.isPublic !== true,
    deployKeys: new Map(),
    alerts: [],
    hooks: new Map(),
  };
  world.repos.set(input.name, repo);
  return repo;
}

/** Fine-grained tokens get a grant in each organisation, classic and OAuth ones an SSO authorisation. */
export function createToken(world: World, input: TokenInput): Token {
  userOf(world, input.owner);
  const { orgs, ...rest } = input;
  const token = makeToken(world, { ...rest, ...(orgs === undefined ? {} : { reach: orgs }) });
  for (const login of orgs ?? world.orgs.keys()) {
    const org = orgNamed(world, login);
    if (input.kind === 'fine-grained') grant(world, org, token);
    else if (org.enterprise !== '') authorize(world, org, token);
  }
  return token;
}

function grant(world: World, org: Org, token: Token): void {
  const id = nextId(world);
  const may = token.may.includes('*') ? ['contents:read', 'metadata:read'] : token.may;
  const permissions = {
    repository: Object.fromEntries(
      may.map((one): [string, string] => [one.split(':')[0] ?? '', one.split(':')[1] ?? 'read']),
    ),
  };
  org.grants.set(id, { id, token, grantedAt: world.clock.now(), repositories: 'all', permissions });
  record(world, {
    action: 'personal_access_token.access_granted',
    org,
    caller: { kind: 'anonymous' },
    origin: { ip: '192.0.2.1', agent: '', country: '' },
    fields: {
      user: token.owner,
      user_programmatic_access_name: token.name,
      token_id: token.id,
      operation_type: 'create',
    },
  });
}

function authorize(world: World, org: Org, token: Token): void {
  const id = nextId(world);
  org.authorizations.set(id, {
    id,
    type: token.kind === 'classic' ? 'personal access token' : 'OAuth app token',
    login: token.owner,
    authorizedAt: world.clock.now(),
    token,
    fingerprint: '',
    title: token.name,
    accessedAt: null,
  });
}

/** A key pair of its own is made for each app: the only thing here that no seed decides. */
export function createApp(world: World, input: AppInput): Installation {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const { may, slug } = input;
  const app: App = { id: nextId(world), slug, may, publicKey, privateKey, hookSecret: '' };
  world.apps.set(app.id, app);
  const org = orgNamed(world, input.org);
  const installation = { id: nextId(world), app, org: org.login, createdAt: world.clock.now(), suspendedAt: null };
  org.installations.push(installation);
  return installation;
}

export function createOauthApp(world: World, name: string): OauthApp {
  const clientId = `Ov23li${world.random.bytes(7).toString('hex')}`;
  const app = { clientId, clientSecret: world.random.bytes(20).toString('hex'), name };
  world.oauthApps.set(clientId, app);
  return app;
}

export function createDeployKey(world: World, repoName: string, title: string, readOnly: boolean): DeployKey {
  const repo = world.repos.get(repoName);
  if (repo === undefined) throw new Error(`no simulated repository ${repoName}`);
  const key: DeployKey = {
    id: nextId(world),
    key: newPublicKey(world.random),
    title,
    readOnly,
    addedBy: 'anna',
    createdAt: world.clock.now(),
    madeWith: 0,
    lastUsedAt: null,
  };
  repo.deployKeys.set(key.id, key);
  return key;
}

/** An SSH key of a user, authorised for single sign-on in the organisation. */
export function createUserKey(world: World, login: string, org: string, title: string): string {
  const key = newPublicKey(world.random);
  const id = nextId(world);
  const now = world.clock.now();
  userOf(world, login).keys.push({ id, key, title, createdAt: now });
  const fingerprint = fingerprintOf(key);
  const entry = {
    id,
    type: 'SSH key',
    login,
    authorizedAt: now,
    token: null,
    fingerprint,
    title,
    accessedAt: null,
  } as const;
  orgNamed(world, org).authorizations.set(id, { ...entry });
  return key;
}

export function createHook(world: World, input: HookInput): Hook {
  const { events, secret, url } = input;
  const hook: Hook = { id: nextId(world), events, url, secret, active: true };
  const hooks = input.on.includes('/') ? world.repos.get(input.on)?.hooks : orgNamed(world, input.on).hooks;
  if (hooks === undefined) throw new Error(`no simulated repository ${input.on}`);
  hooks.set(hook.id, hook);
  return hook;
}

function orgNamed(world: World, login: string): Org {
  const org = world.orgs.get(login);
  if (org === undefined) throw new Error(`no simulated organisation ${login}`);
  return org;
}
