import { describe, expect, it } from 'vitest';
import { GITHUB_ACTIONS } from '../../connectors/github/actions.ts';
import type { ActionDeclaration } from '../../src/core/action.ts';
import type { Credential } from '../../src/core/credential.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import {
  aGithubActWorld,
  deployKeyCredential,
  hookCredential,
  leakToken,
  targetOf,
  tokenCredential,
} from '../support/github-act-world.ts';
import type { ActionSubject } from './actions.contract.ts';
import { describeAction } from './actions.contract.ts';

/** For each action, how what it acts upon comes to be. */
const EXAMPLES: Readonly<Record<string, (world: GithubActWorld) => Credential>> = {
  'github.revoke-credential': (world) => {
    const token = world.github.createToken({ kind: 'classic', owner: 'anna' });
    leakToken(world, token);
    return tokenCredential(token);
  },
  'github.end-installation-token': (world) => {
    const token = world.github.createInstallationToken(
      world.github.createApp({ slug: 'ci', org: 'acme', may: ['metadata:read'] }),
    );
    leakToken(world, token);
    return tokenCredential(token);
  },
  'github.cut-access': (world) => {
    const token = world.github.createToken({ kind: 'fine-grained', owner: 'anna', orgs: ['acme'] });
    world.github.useToken(token, { action: 'git.clone', repo: 'acme/api', ip: '203.0.113.9' });
    return tokenCredential(token);
  },
  'github.remove-ssh-key': (world) => deployKeyCredential(world.github.createDeployKey('acme/api', 'deploy')),
  'github.switch-off-hook': (world) => hookCredential(aHook(world)),
  'github.create-deploy-key': (world) => deployKeyCredential(world.github.createDeployKey('acme/api', 'deploy')),
  'github.rotate-hook-secret': (world) => hookCredential(aHook(world)),
  'github.new-token': (world) => tokenCredential(world.github.createToken({ kind: 'classic', owner: 'anna' })),
  'github.new-app-key': (world) => {
    const installed = world.github.createApp({ slug: 'ci', org: 'acme', may: ['metadata:read'] });
    return tokenCredential(world.github.createInstallationToken(installed));
  },
};

function aHook({ github }: GithubActWorld): number {
  return github.createHook({ on: 'acme', url: 'http://127.0.0.1:9/', secret: 'old', events: ['push'] }).id;
}

/** Everything that actions of ours could change; names that GitHub makes up are left out. */
function stateOf({ github }: GithubActWorld): unknown {
  const { world } = github;
  const org = world.orgs.get('acme');
  return {
    dead: [...world.tokens.values()].filter((token) => !github.isAlive(token)).map((token) => token.id),
    grants: [...(org?.grants.keys() ?? [])],
    authorizations: [...(org?.authorizations.keys() ?? [])],
    hooks: [...(org?.hooks.values() ?? [])].map(({ active, id, url }) => ({ active, id, url })),
    keys: [...world.repos.values()].map(({ deployKeys }) =>
      [...deployKeys.values()].map(({ id, title }) => ({ id, title })),
    ),
  };
}

async function aSubject(declaration: ActionDeclaration): Promise<ActionSubject> {
  const world = await aGithubActWorld();
  const credential = EXAMPLES[declaration.id]?.(world);
  if (credential === undefined) throw new Error(`no example for ${declaration.id}`);
  return {
    target: targetOf(declaration, credential),
    actor: world.actor,
    state: () => stateOf(world),
    byHand: () => undefined,
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
