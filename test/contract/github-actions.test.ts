import { describe, expect, it } from 'vitest';
import { GITHUB_ACTIONS } from '../../connectors/github/actions.ts';
import type { ActionDeclaration, TargetContext } from '../../src/core/action.ts';
import type { Credential } from '../../src/core/credential.ts';
import type { Installation, Token } from '../../src/simulate/github/model.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import {
  aGithubActWorld,
  deployKeyCredential,
  hookCredential,
  installationCredential,
  leakToken,
  sshCredential,
  targetOf,
  tokenCredential,
} from '../support/github-act-world.ts';
import { githubStateOf } from '../support/github-state.ts';
import { aCredential, aFinding } from '../support/plan-inputs.ts';
import type { ActionSubject } from './actions.contract.ts';
import { describeAction } from './actions.contract.ts';

interface Example {
  readonly credential: Credential;
  /** Others that the inventory knows. */
  readonly known?: readonly Credential[];
  /** For what is put right because of an event. */
  readonly event?: TargetContext['event'];
  readonly byHand?: () => void;
}

/** For each action, how what it acts upon comes to be. */
const EXAMPLES: Readonly<Record<string, (world: GithubActWorld) => Example>> = {
  'github.revoke-credential': (world) => leaked(world, world.github.createToken({ kind: 'classic', owner: 'anna' })),
  'github.delete-on-server': ({ github }) => ({
    credential: tokenCredential(github.createToken({ kind: 'classic', owner: 'anna' })),
  }),
  'github.end-oauth-token': (world) => leaked(world, anOauthToken(world, 'oauth')),
  'github.end-oauth-grant': (world) => leaked(world, anOauthToken(world, 'app-user')),
  'github.reset-oauth-token': (world) => leaked(world, anOauthToken(world, 'oauth')),
  'github.end-installation-token': (world) => leaked(world, world.github.createInstallationToken(installation(world))),
  'github.suspend-installation': (world) => ({ credential: installationCredential(installation(world)) }),
  'github.suspend-by-hand': (world) => ({
    credential: installationCredential(installation(world)),
    byHand: () => {
      installation(world).suspendedAt = world.clock.now();
    },
  }),
  'github.cut-access': (world) => {
    const token = world.github.createToken({ kind: 'fine-grained', owner: 'anna', orgs: ['acme'] });
    world.github.useToken(token, { action: 'git.clone', repo: 'acme/api', ip: '203.0.113.9' });
    return { credential: tokenCredential(token) };
  },
  'github.remove-ssh-key': (world) => ({
    credential: deployKeyCredential(world.github.createDeployKey('acme/api', 'deploy')),
  }),
  'github.remove-other-keys': (world) => ({
    credential: tokenCredential(world.github.createToken({ kind: 'classic', owner: 'anna' })),
    known: [
      deployKeyCredential(world.github.createDeployKey('acme/api', 'deploy')),
      sshCredential(world.github.createUserKey('anna', 'acme', 'laptop')),
    ],
  }),
  'github.switch-off-hook': (world) => ({ credential: hookCredential(aHook(world)) }),
  'github.create-deploy-key': (world) => ({
    credential: deployKeyCredential(world.github.createDeployKey('acme/api', 'deploy')),
  }),
  'github.rotate-hook-secret': (world) => ({ credential: hookCredential(aHook(world)) }),
  'github.new-token': (world) => ({
    credential: tokenCredential(world.github.createToken({ kind: 'classic', owner: 'anna' })),
  }),
  'github.new-authorisation': (world) => ({ credential: tokenCredential(anOauthToken(world, 'oauth')) }),
  'github.new-ssh-key': ({ github }) => {
    const key = sshCredential(github.createUserKey('anna', 'acme', 'laptop'));
    const byHand = (): void => github.world.orgs.get('acme')?.authorizations.clear();
    return { credential: { ...key, facts: { holder: 'user' } }, byHand };
  },
  'github.new-app-key': (world) => ({
    credential: tokenCredential(world.github.createInstallationToken(installation(world))),
  }),
  'github.new-client-secret': ({ shop }) => ({ credential: named(`github:client-secret/${shop.clientId}`) }),
  'github.put-back': () => ({
    credential: named('github:token-id/7'),
    event: anEvent('oauth_application.generate_client_secret', 'shop'),
  }),
};

function leaked(world: GithubActWorld, token: Token): Example {
  leakToken(world, token);
  return { credential: tokenCredential(token) };
}

function anOauthToken({ github, shop }: GithubActWorld, kind: 'oauth' | 'app-user'): Token {
  return github.createToken({ kind, owner: 'anna', client: shop.clientId });
}

function installation({ ci }: GithubActWorld): Installation {
  if (ci === null) throw new Error('the world has no app of ours');
  return ci;
}

function anEvent(action: string, target: string): TargetContext['event'] {
  const [event] = aFinding().evidence;
  return event === undefined ? undefined : { ...event, provider: 'github', action, target };
}

function named(id: string): Credential {
  return aCredential(id, { provider: 'github', account: 'acme', kind: 'none', actor: '' });
}

function aHook({ github }: GithubActWorld): number {
  return github.createHook({ on: 'acme', url: 'http://127.0.0.1:9/', secret: 'old', events: ['push'] }).id;
}

/** Making an app takes a while: only where it is needed. */
const OF_AN_APP = new Set([
  'github.end-installation-token',
  'github.suspend-installation',
  'github.suspend-by-hand',
  'github.new-app-key',
]);

async function aSubject(declaration: ActionDeclaration): Promise<ActionSubject> {
  const world = await aGithubActWorld({}, undefined, {
    ownApp: OF_AN_APP.has(declaration.id),
    isServer: declaration.id === 'github.delete-on-server',
  });
  const example = EXAMPLES[declaration.id]?.(world);
  if (example === undefined) throw new Error(`no example for ${declaration.id}`);
  const { byHand = () => undefined, credential, event, known = [] } = example;
  return {
    target: targetOf(declaration, credential, { known, ...(event === undefined ? {} : { event }) }),
    actor: world.actor,
    state: () => githubStateOf(world),
    byHand,
    close: () => world.close(),
  };
}

for (const declaration of GITHUB_ACTIONS) describeAction({ declaration, subject: () => aSubject(declaration) });

describe('the GitHub actions', () => {
  it('each have an example here and a performer', async () => {
    const world = await aGithubActWorld();

    const declared = GITHUB_ACTIONS.map(({ id }) => id).toSorted();

    expect(Object.keys(EXAMPLES).toSorted()).toEqual(declared);
    expect(Object.keys(world.actor.performers).toSorted()).toEqual(declared);
    await world.close();
  });
});
