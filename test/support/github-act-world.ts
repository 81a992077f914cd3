import { armGitHub } from '../../connectors/github/arm.ts';
import type { GitHubConfig } from '../../connectors/github/config.ts';
import { GITHUB_CONFIG } from '../../connectors/github/config.ts';
import type { ActionDeclaration, ActionPerformer, ActionTarget } from '../../src/core/action.ts';
import type { ConnectorActor, ConnectorContext } from '../../src/core/connector.ts';
import type { Credential } from '../../src/core/credential.ts';
import { Secret } from '../../src/core/secret.ts';
import type { GithubWorld } from '../../src/simulate/github/github-world.ts';
import { fingerprintOf, hexHash } from '../../src/simulate/github/ids.ts';
import type { DeployKey, Token } from '../../src/simulate/github/model.ts';
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
  readonly actor: ConnectorActor;
  close(): Promise<void>;
}

/** @param may what the acting app may do */
export async function aGithubActWorld(
  options: Partial<SimulatedGithubOptions> = {},
  may: readonly string[] = ACTING,
): Promise<GithubActWorld> {
  const clock = new FakeClock(NOON);
  const { close, github, url } = await startSimulatedGithub({ clock, seed: 'act', timing: 'prompt', ...options });
  github.createOrg({ login: 'acme' });
  github.createRepo({ name: 'acme/site', isPublic: true });
  github.createRepo({ name: 'acme/api' });
  const installed = github.createApp({ slug: 'keywatch-respond', org: 'acme', may });
  const config = GITHUB_CONFIG.parse({
    'base-url': url,
    organizations: ['acme'],
    respond: { app: { id: installed.app.id, installation: installed.id, 'private-key': 'env:APP_KEY' } },
  });
  const context: ConnectorContext = {
    clock,
    log: () => undefined,
    secret: () => Promise.resolve(new Secret(installed.app.privateKey)),
    env: () => undefined,
    signal: new AbortController().signal,
  };
  return { github, clock, config, actor: await armGitHub(config, context), close };
}

/** The credential that stands for a token, by its hash. */
export function tokenCredential(token: Token, change: Partial<Credential> = {}): Credential {
  const kind = token.kind === 'installation' ? 'session' : 'token';
  return aCredential(`github:${hexHash(token.text)}`, {
    provider: 'github',
    account: 'acme',
    kind,
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

export function hookCredential(id: number): Credential {
  return aCredential(`github:hook/${String(id)}`, {
    provider: 'github',
    account: 'acme',
    kind: 'webhook-secret',
    actor: 'anna',
  });
}

/** The target of an action for a credential. @throws Error when it has none */
export function targetOf(declaration: ActionDeclaration, credential: Credential): ActionTarget {
  const target = declaration.target(credential, contextFor(credential));
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
