import { armGitHub } from '../../connectors/github/arm.ts';
import type { GitHubConfig } from '../../connectors/github/config.ts';
import { GITHUB_CONFIG } from '../../connectors/github/config.ts';
import type { ActionDeclaration, ActionPerformer, ActionTarget, TargetContext } from '../../src/core/action.ts';
import type { ConnectorActor, ConnectorContext } from '../../src/core/connector.ts';
import type { Credential } from '../../src/core/credential.ts';
import { AppError } from '../../src/core/errors.ts';
import type { CredentialKind } from '../../src/core/event.ts';
import { Secret } from '../../src/core/secret.ts';
import type { GithubWorld } from '../../src/simulate/github/github-world.ts';
import { fingerprintOf, hexHash } from '../../src/simulate/github/ids.ts';
import type { DeployKey, Installation, OauthApp, Token, TokenKind } from '../../src/simulate/github/model.ts';
import type { SimulatedGithubOptions } from '../../src/simulate/github/server.ts';
import { startSimulatedGithub } from '../../src/simulate/github/server.ts';
import { FakeClock } from './fake-clock.ts';
import { aCredential, NOON } from './plan-inputs.ts';
import { contextFor } from './target-contexts.ts';

export const ACTING: readonly string[] = [
  'organization_administration:write',
  'organization_personal_access_tokens:write',
  'organization_hooks:write',
  'organization_secrets:write',
  'repository_hooks:write',
  'secret_scanning_alerts:write',
  'administration:write',
  'secrets:write',
  'environments:write',
  'dependabot_secrets:write',
  'codespaces_secrets:write',
  'metadata:read',
];

/** A simulated organisation `acme` with an app for acting. */
export interface GithubActWorld {
  readonly github: GithubWorld;
  readonly clock: FakeClock;
  readonly config: GitHubConfig;
  readonly context: ConnectorContext;
  readonly actor: ConnectorActor;
  /** An OAuth app that the configuration says is ours. */
  readonly shop: OauthApp;
  /** The GitHub App `ci` that the configuration says is ours; null where the test asked for none. */
  readonly ci: Installation | null;
  /** What stands at the place that `known-tokens` names; throws when it is null. */
  known: string | null;
  close(): Promise<void>;
}

interface WorldChange {
  /** Making the key of an app takes a while. */
  readonly ownApp?: boolean;
  /** An enterprise server, on which we act with the token of an administrator. */
  readonly isServer?: boolean;
}

/** @param may what the acting app may do */
export async function aGithubActWorld(
  options: Partial<SimulatedGithubOptions> = {},
  may: readonly string[] = ACTING,
  { isServer = false, ownApp = false }: WorldChange = {},
): Promise<GithubActWorld> {
  const clock = new FakeClock(NOON);
  const { close, github, url } = await startSimulatedGithub({ clock, seed: 'act', timing: 'prompt', ...options });
  github.createOrg({ login: 'acme' });
  github.createRepo({ name: 'acme/site', isPublic: true });
  github.createRepo({ name: 'acme/api' });
  const installed = github.createApp({ slug: 'keywatch-respond', org: 'acme', may });
  const shop = github.createOauthApp('shop');
  const ci = ownApp ? github.createApp({ slug: 'ci', org: 'acme', may: ['metadata:read'] }) : null;
  const config = GITHUB_CONFIG.parse({
    'base-url': isServer ? `${url}/api/v3` : url,
    organizations: ['acme'],
    respond: {
      ...(isServer
        ? { token: 'env:ADMIN_TOKEN' }
        : { app: { id: installed.app.id, installation: installed.id, 'private-key': 'env:APP_KEY' } }),
      'oauth-apps': [{ 'client-id': shop.clientId, 'client-secret': 'env:CLIENT_SECRET' }],
      apps: ci === null ? [] : [{ id: ci.app.id, 'private-key': 'env:CI_KEY' }],
      'known-tokens': ['env:KNOWN'],
    },
  });
  const world = { github, clock, config, shop, ci, known: null as string | null, close };
  const admin = isServer ? github.createToken({ kind: 'classic', owner: 'keywatch', scopes: ['site_admin'] }) : null;
  const values: Readonly<Record<string, () => string | null>> = {
    'env:ADMIN_TOKEN': () => admin?.text ?? null,
    'env:APP_KEY': () => installed.app.privateKey,
    'env:CLIENT_SECRET': () => shop.clientSecret,
    'env:CI_KEY': () => ci?.app.privateKey ?? null,
    'env:KNOWN': () => world.known,
  };
  const context: ConnectorContext = {
    clock,
    log: () => undefined,
    secret: (reference) => {
      const value = values[reference]?.() ?? null;
      const missing = new AppError(`${reference} is not set`, { code: 'CONFIG_SECRET_MISSING', kind: 'config' });
      return value === null ? Promise.reject(missing) : Promise.resolve(new Secret(value));
    },
    env: () => undefined,
    signal: new AbortController().signal,
  };
  return Object.assign(world, { context, actor: await armGitHub(config, context) });
}

/** As the log tells them apart. */
const KINDS: Readonly<Record<TokenKind, CredentialKind>> = {
  classic: 'token',
  'fine-grained': 'token',
  oauth: 'oauth-token',
  'app-user': 'session',
  installation: 'session',
};

/** The credential that stands for a token, by its hash. */
export function tokenCredential(token: Token, change: Partial<Credential> = {}): Credential {
  return aCredential(`github:${hexHash(token.text)}`, {
    provider: 'github',
    account: 'acme',
    kind: KINDS[token.kind],
    actor: token.owner,
    ...change,
  });
}

export function sshCredential(publicKey: string): Credential {
  const id = `github:ssh/SHA256:${fingerprintOf(publicKey)}`;
  return aCredential(id, { provider: 'github', account: 'acme', kind: 'ssh-key', actor: 'anna' });
}

export function deployKeyCredential(key: DeployKey): Credential {
  return sshCredential(key.key);
}

/** As the inventory lists it. */
export function installationCredential({ app, id }: Installation): Credential {
  const change = { provider: 'github', account: 'acme', kind: 'app-token', actor: `${app.slug}[bot]` } as const;
  return aCredential(`github:installation/${String(id)}`, change);
}

export function hookCredential(id: number): Credential {
  return aCredential(`github:hook/${String(id)}`, {
    provider: 'github',
    account: 'acme',
    kind: 'webhook-secret',
    actor: 'anna',
  });
}

/** The target of an action for a credential. @throws Error when it has none */
export function targetOf(
  declaration: ActionDeclaration,
  credential: Credential,
  change: Partial<TargetContext> = {},
): ActionTarget {
  const target = declaration.target(credential, contextFor(credential, change));
  if (target === null || 'refused' in target) throw new Error(`${declaration.id} has no target for ${credential.id}`);
  return target;
}

export function performerOf(world: GithubActWorld, declaration: ActionDeclaration): ActionPerformer {
  const performer = world.actor.performers[declaration.id];
  if (performer === undefined) throw new Error(`no performer for ${declaration.id}`);
  return performer;
}

/** Leaks a token in the public repository. */
export function leakToken(world: GithubActWorld, token: Token): void {
  world.github.leak({
    repo: 'acme/site',
    secret: token.text,
    type: 'github_personal_access_token',
    title: 'GitHub token',
    path: 'a.sh',
  });
}
