import sodium from 'libsodium-wrappers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecretStore } from '../../src/core/connector.ts';
import { Secret } from '../../src/core/secret.ts';
import type { SecretShelf } from '../../src/simulate/github/model.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import { aGithubActWorld } from '../support/github-act-world.ts';

const PARTS = { AccessKeyId: new Secret('first half'), SecretAccessKey: new Secret('second half') };

describe('secrets of Actions and their like as a place for rotated credentials', () => {
  let world: GithubActWorld;
  let store: SecretStore;

  beforeEach(async () => {
    await sodium.ready;
    world = await aGithubActWorld();
    if (world.actor.secretStore === undefined) throw new Error('no secret store');
    store = world.actor.secretStore;
  });
  afterEach(() => world.close());

  /** Opens the box with the key that only the simulator has. */
  function opened(shelf: SecretShelf, name: string): string {
    const sealed = Buffer.from(shelf.secrets.get(name)?.sealed ?? '', 'base64');
    return sodium.to_string(sodium.crypto_box_seal_open(sealed, shelf.publicKey, shelf.privateKey));
  }

  it.each([
    ['actions/acme/api/DEPLOY_KEY', 'repos/acme/api/actions'],
    ['dependabot/acme/api/DEPLOY_KEY', 'repos/acme/api/dependabot'],
    ['codespaces/acme/api/DEPLOY_KEY', 'repos/acme/api/codespaces'],
    ['agents/acme/api/DEPLOY_KEY', 'repos/acme/api/agents'],
    ['agents/acme/DEPLOY_KEY', 'orgs/acme/agents'],
    ['environments/acme/api/production/DEPLOY_KEY', 'repos/acme/api/environments/production'],
    ['environments/acme/api/eu/west/DEPLOY_KEY', 'repos/acme/api/environments/eu/west'],
    ['actions/acme/DEPLOY_KEY', 'orgs/acme/actions'],
  ])('%s gets the value sealed, readable for the holder of the private key alone', async (target, place) => {
    const receipt = await store.deliver(`${target}#SecretAccessKey`, PARTS, 'key');

    expect(opened(world.github.shelf(place), 'DEPLOY_KEY')).toBe('second half');
    expect(receipt).toEqual({ updated: expect.stringMatching(/^\d{4}-/) });
    expect((await store.confirm?.(target, receipt))?.kind).toBe('verified');
  });

  it('that was new is known after a lost answer by its stamp, and taken back; one that nobody wrote is not', async () => {
    const target = 'actions/acme/api/DEPLOY_KEY';
    const shelf = world.github.shelf('repos/acme/api/actions');
    const before = (await store.prepare?.(target)) ?? {};
    expect(await store.reconcile?.(target, 'key', before)).toBeNull();
    world.github.faults.next({ method: 'PUT', path: '/secrets/' }, { kind: 'reset-after' });
    await expect(store.deliver(target, { secret: new Secret('ours') }, 'key')).rejects.toMatchObject({
      kind: 'transient',
    });

    const receipt = (await store.reconcile?.(target, 'key', before)) ?? {};
    await store.rollback(target, { ...before, ...receipt });

    expect(receipt).toEqual({ updated: expect.stringMatching(/^\d{4}-/) });
    expect(shelf.secrets.size).toBe(0);
  });

  it('gets the only part as it is, several as JSON', async () => {
    const shelf = world.github.shelf('repos/acme/api/actions');
    await store.deliver('actions/acme/api/ONE', { secret: new Secret('alone') }, 'key');
    await store.deliver('actions/acme/api/MANY', PARTS, 'key');

    expect(opened(shelf, 'ONE')).toBe('alone');
    expect(JSON.parse(opened(shelf, 'MANY'))).toEqual({ AccessKeyId: 'first half', SecretAccessKey: 'second half' });
  });

  it('keeps who may use the secret of an organisation', async () => {
    const shelf = world.github.shelf('orgs/acme/actions');
    const known = { name: 'TOKEN', createdAt: 0, updatedAt: 0, sealed: '' };
    shelf.secrets.set('TOKEN', { ...known, visibility: 'selected', repositories: [7, 9] });

    await store.deliver('actions/acme/TOKEN', { secret: new Secret('new') }, 'key');
    await store.deliver('actions/acme/FRESH', { secret: new Secret('new') }, 'key');

    expect(shelf.secrets.get('TOKEN')).toMatchObject({ visibility: 'selected', repositories: [7, 9] });
    expect(shelf.secrets.get('FRESH')).toMatchObject({ visibility: 'private' });
  });

  it('sees that somebody else has written since', async () => {
    const target = 'actions/acme/api/DEPLOY_KEY';
    const receipt = await store.deliver(target, { secret: new Secret('ours') }, 'key');
    await world.clock.advance(5_000);
    await store.deliver(target, { secret: new Secret('theirs') }, 'key');

    expect(await store.confirm?.(target, receipt)).toMatchObject({ kind: 'failed' });
  });

  it('takes back a secret that was new, and admits that it cannot put back one that was not', async () => {
    const target = 'actions/acme/api/DEPLOY_KEY';
    const shelf = world.github.shelf('repos/acme/api/actions');
    const before = (await store.prepare?.(target)) ?? {};
    const receipt = await store.deliver(target, { secret: new Secret('ours') }, 'key');
    await store.rollback(target, { ...before, ...receipt });
    await store.rollback(target, { ...before, ...receipt });
    expect(shelf.secrets.size).toBe(0);

    await store.deliver(target, { secret: new Secret('old') }, 'key');
    const known = (await store.prepare?.(target)) ?? {};
    await expect(store.rollback(target, known)).rejects.toMatchObject({ code: 'GITHUB_SECRET_NO_ROLLBACK' });
  });

  it('refuses to read, places that are none, and parts that are not there', async () => {
    await expect(store.read('actions/acme/api/X')).rejects.toMatchObject({ kind: 'unsupported' });
    await expect(store.deliver('acme/X', PARTS, 'key')).rejects.toMatchObject({ code: 'GITHUB_SECRET_PLACE' });
    await expect(store.deliver('actions/acme/api/X#Nope', PARTS, 'key')).rejects.toMatchObject({
      code: 'GITHUB_SECRET_PART',
    });
    await expect(store.deliver('actions/acme/unknown/X', { secret: new Secret('v') }, 'key')).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  it('has a key pair of its own for each place, of the right kind', () => {
    const [a, b] = [world.github.shelf('a'), world.github.shelf('b')];

    expect(a.publicKey).toHaveLength(32);
    expect(a.publicKey).not.toEqual(b.publicKey);
    expect(sodium.crypto_scalarmult_base(a.privateKey)).toEqual(new Uint8Array(a.publicKey));
  });
});
