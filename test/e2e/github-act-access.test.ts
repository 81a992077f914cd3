import { afterEach, describe, expect, it } from 'vitest';
import { cutAccess } from '../../connectors/github/actions/cut-access.ts';
import { removeSshKey } from '../../connectors/github/actions/remove-ssh-key.ts';
import type { ActionTarget, Verification } from '../../src/core/action.ts';
import type { Token, TokenKind } from '../../src/simulate/github/model.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import {
  ACTING,
  aGithubActWorld,
  deployKeyCredential,
  performerOf,
  sshCredential,
  targetOf,
  tokenCredential,
} from '../support/github-act-world.ts';

let world: GithubActWorld;
afterEach(() => world.close());

async function carryOut(declaration: typeof cutAccess, target: ActionTarget): Promise<Verification> {
  const performer = performerOf(world, declaration);
  const before = (await performer.prepare?.(target)) ?? {};
  const receipt = await performer.apply(target, 'key', before);
  return performer.verify(target, receipt);
}

function aToken(kind: TokenKind): Token {
  return world.github.createToken({ kind, owner: 'anna', orgs: ['acme'] });
}

/** As the inventory knows it. */
function byNumber(token: Token): ActionTarget {
  const alias = `github:token-id/${String(token.id)}`;
  return targetOf(cutAccess, tokenCredential(token, { id: alias, aliases: [alias] }));
}

const canClone = (token: Token): boolean =>
  world.github.useToken(token, { action: 'git.clone', repo: 'acme/api', ip: '203.0.113.9' }).ok;

describe('cutting a token off from the organisation', () => {
  it.each(['fine-grained', 'classic'] as const)(
    'ends what gives a %s token its way in, found by its hash alone',
    async (kind) => {
      world = await aGithubActWorld();
      const token = aToken(kind);
      const other = aToken(kind);
      expect(canClone(token)).toBe(true);

      const verdict = await carryOut(cutAccess, targetOf(cutAccess, tokenCredential(token)));

      expect(verdict.kind).toBe('verified');
      expect(canClone(token)).toBe(false);
      expect(world.github.isAlive(token)).toBe(true);
      expect(canClone(other)).toBe(true);
    },
  );

  it('finds a grant by the number of the inventory too', async () => {
    world = await aGithubActWorld();
    const token = aToken('fine-grained');

    expect((await carryOut(cutAccess, byNumber(token))).kind).toBe('verified');
    expect(canClone(token)).toBe(false);
  });

  it('leaves the SSH keys of the same user in place: they have to be removed by themselves', async () => {
    world = await aGithubActWorld();
    const token = aToken('fine-grained');
    const key = world.github.createUserKey('anna', 'acme', 'laptop');
    canClone(token);

    await carryOut(cutAccess, targetOf(cutAccess, tokenCredential(token)));
    const authorizations = world.github.world.orgs.get('acme')?.authorizations;
    expect(authorizations?.size).toBe(1);

    expect((await carryOut(removeSshKey, targetOf(removeSshKey, sshCredential(key)))).kind).toBe('verified');
    expect(authorizations?.size).toBe(0);
  });

  it('says that nothing is proven when no list names the token', async () => {
    world = await aGithubActWorld();
    const token = world.github.createToken({ kind: 'classic', owner: 'anna', orgs: [] });

    expect(await carryOut(cutAccess, byNumber(token))).toMatchObject({ kind: 'unproven' });
  });

  it('cannot look for a token whose number no event shows', async () => {
    world = await aGithubActWorld();
    const target = targetOf(cutAccess, tokenCredential(aToken('fine-grained')));

    await expect(carryOut(cutAccess, target)).rejects.toMatchObject({
      kind: 'unsupported',
      code: 'GITHUB_TOKEN_NUMBER',
    });
  });

  it('fails with the missing permissions when GitHub shows neither list', async () => {
    world = await aGithubActWorld({}, ['metadata:read']);
    const target = byNumber(aToken('fine-grained'));

    await expect(carryOut(cutAccess, target)).rejects.toMatchObject({
      kind: 'forbidden',
      hint: expect.stringContaining('Personal access tokens'),
    });
  });

  it('does with one of the two lists what it can', async () => {
    world = await aGithubActWorld(
      {},
      ACTING.filter((one) => !one.startsWith('organization_administration')),
    );
    const token = aToken('fine-grained');

    expect((await carryOut(cutAccess, byNumber(token))).kind).toBe('verified');
  });
});

describe('removing an SSH key', () => {
  it('deletes a deploy key wherever in the organisation it stands', async () => {
    world = await aGithubActWorld();
    const key = world.github.createDeployKey('acme/api', 'production', false);
    const kept = world.github.createDeployKey('acme/api', 'other');

    const verdict = await carryOut(removeSshKey, targetOf(removeSshKey, deployKeyCredential(key)));

    expect(verdict.kind).toBe('verified');
    const use = { action: 'git.fetch', repo: 'acme/api', ip: '203.0.113.9' };
    expect(world.github.useDeployKey(key, use)).toEqual({ ok: false, status: 401 });
    expect(world.github.useDeployKey(kept, use)).toEqual({ ok: true });
  });
});
