import { afterEach, describe, expect, it } from 'vitest';
import { deleteOnServer } from '../../connectors/github/actions/delete-on-server.ts';
import { planPlaybook } from '../../src/respond/plan.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import { aGithubActWorld, performerOf, sshCredential, targetOf, tokenCredential } from '../support/github-act-world.ts';
import { aGithubInput } from '../support/github-saga.ts';

let world: GithubActWorld;
afterEach(() => world.close());

describe('on an enterprise server', () => {
  it('a token is deleted by its digest alone, whoever’s it is, and no other', async () => {
    world = await aGithubActWorld({}, undefined, { isServer: true });
    const all = Array.from({ length: 130 }, (_, index) =>
      world.github.createToken({ kind: 'classic', owner: `user-${String(index)}` }),
    );
    const token = all[120];
    if (token === undefined) throw new Error('no token');
    const target = targetOf(deleteOnServer, tokenCredential(token));
    const performer = performerOf(world, deleteOnServer);

    const receipt = await performer.apply(target, 'key', {});

    expect(all.filter((one) => !world.github.isAlive(one))).toEqual([token]);
    expect(receipt.fields).toEqual({ deleted: String(token.id) });
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified' });
  });

  it('the SSH key of a user is deleted, which github.com lets nobody else do', async () => {
    world = await aGithubActWorld({}, undefined, { isServer: true });
    const key = world.github.createUserKey('anna', 'acme', 'laptop');
    const kept = world.github.createUserKey('anna', 'acme', 'other');
    const target = targetOf(deleteOnServer, sshCredential(key));

    await performerOf(world, deleteOnServer).apply(target, 'key', {});

    expect(world.github.world.users.get('anna')?.keys.map((one) => one.key)).toEqual([kept]);
  });

  it('is the plan in place of a revocation, and nowhere else', async () => {
    world = await aGithubActWorld({}, undefined, { isServer: true });
    const subject = tokenCredential(world.github.createToken({ kind: 'classic', owner: 'anna' }));
    const actions = (): readonly string[] =>
      planPlaybook(containCredential, aGithubInput(world, subject)).steps.map(({ action }) => action);

    expect(actions()).toEqual(['github.delete-on-server', 'github.cut-access']);
    await world.close();
    world = await aGithubActWorld();
    expect(actions()).toEqual(['github.revoke-credential', 'github.cut-access']);
  });

  it('fails with what to grant for whoever is no administrator', async () => {
    world = await aGithubActWorld();
    const target = targetOf(
      deleteOnServer,
      tokenCredential(world.github.createToken({ kind: 'classic', owner: 'anna' })),
    );

    await expect(performerOf(world, deleteOnServer).apply(target, 'key', {})).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});
