import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeployKey } from '../../connectors/github/actions/create-deploy-key.ts';
import { rotateHookSecret } from '../../connectors/github/actions/rotate-hook-secret.ts';
import { switchOffHook } from '../../connectors/github/actions/switch-off-hook.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import {
  aGithubActWorld,
  deployKeyCredential,
  hookCredential,
  performerOf,
  sshCredential,
  targetOf,
} from '../support/github-act-world.ts';

/** Not everywhere installed. */
const OPENSSH = 'ssh-keygen';
const hasOpenssh = spawnSync(OPENSSH, ['-?']).error === undefined;

describe('rotating a deploy key', () => {
  let world: GithubActWorld;

  beforeEach(async () => {
    world = await aGithubActWorld();
  });
  afterEach(() => world.close());

  const keysOf = (): readonly { readonly title: string; readonly readOnly: boolean; readonly key: string }[] => [
    ...(world.github.world.repos.get('acme/api')?.deployKeys.values() ?? []),
  ];

  it('makes a second key with the title and rights of the first, and says its name', async () => {
    const old = world.github.createDeployKey('acme/api', 'production', false);
    const target = targetOf(createDeployKey, deployKeyCredential(old));
    const performer = performerOf(world, createDeployKey);
    const before = (await performer.prepare?.(target)) ?? {};

    const receipt = await performer.apply(target, 'key', before);

    expect(keysOf().map(({ readOnly, title }) => [title, readOnly])).toEqual([
      ['production', false],
      ['production', false],
    ]);
    expect(keysOf()[0]?.key).toBe(old.key);
    expect((await performer.verify(target, receipt)).kind).toBe('verified');
    expect(receipt.fields['issued']).toMatch(/^github:ssh\/SHA256:/);
  });

  it.skipIf(!hasOpenssh)('hands on a private half that OpenSSH reads and that fits', async () => {
    const old = world.github.createDeployKey('acme/api', 'production');
    const target = targetOf(createDeployKey, deployKeyCredential(old));
    const performer = performerOf(world, createDeployKey);

    const receipt = await performer.apply(target, 'key', (await performer.prepare?.(target)) ?? {});

    expect(publicHalf(receipt.secrets?.['privateKey']?.reveal() ?? '')).toBe(keysOf()[1]?.key);
  });

  it('deletes the orphan of a lost answer and makes another one', async () => {
    const old = world.github.createDeployKey('acme/api', 'production');
    const target = targetOf(createDeployKey, deployKeyCredential(old));
    const performer = performerOf(world, createDeployKey);
    const before = (await performer.prepare?.(target)) ?? {};
    world.github.faults.next({ method: 'POST', path: '/keys' }, { kind: 'reset-after' });
    await expect(performer.apply(target, 'key', before)).rejects.toMatchObject({ kind: 'transient' });
    expect(keysOf()).toHaveLength(2);

    expect(await performer.reconcile?.(target, 'key', before)).toBeNull();

    expect(keysOf().map(({ key }) => key)).toEqual([old.key]);
  });

  it('is not for the key of a user', async () => {
    const key = world.github.createUserKey('anna', 'acme', 'laptop');

    const prepare = performerOf(world, createDeployKey).prepare?.(targetOf(createDeployKey, sshCredential(key)));

    await expect(prepare).rejects.toMatchObject({ kind: 'unsupported' });
  });

  /** As OpenSSH itself reads it. */
  function publicHalf(privateKey: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'keywatch-ssh-'));
    try {
      const file = join(folder, 'key');
      writeFileSync(file, privateKey, { mode: 0o600 });
      return execFileSync(OPENSSH, ['-y', '-f', file], { encoding: 'utf8' }).trim();
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
});

describe('webhooks', () => {
  let world: GithubActWorld;

  beforeEach(async () => {
    world = await aGithubActWorld();
  });
  afterEach(() => world.close());

  it.each(['acme', 'acme/api'])('are switched off and on again, wherever they are (%s)', async (on) => {
    const hook = world.github.createHook({ on, url: 'http://127.0.0.1:9/', secret: 'old', events: ['push'] });
    const target = targetOf(switchOffHook, hookCredential(hook.id));
    const performer = performerOf(world, switchOffHook);
    const before = (await performer.prepare?.(target)) ?? {};

    const receipt = await performer.apply(target, 'key', before);

    expect(hook.active).toBe(false);
    expect((await performer.verify(target, receipt)).kind).toBe('verified');
    if (performer.risk === 'reversible') await performer.undo(target, receipt, before);
    expect(hook.active).toBe(true);
  });

  it('that were off stay off when the action is undone', async () => {
    const hook = world.github.createHook({ on: 'acme', url: 'http://127.0.0.1:9/', secret: 'old', events: ['push'] });
    hook.active = false;
    const target = targetOf(switchOffHook, hookCredential(hook.id));
    const performer = performerOf(world, switchOffHook);
    const before = (await performer.prepare?.(target)) ?? {};
    const receipt = await performer.apply(target, 'key', before);

    if (performer.risk === 'reversible') await performer.undo(target, receipt, before);

    expect(hook.active).toBe(false);
  });

  it('get another secret, which is handed on and proven by nothing that GitHub shows', async () => {
    const hook = world.github.createHook({
      on: 'acme/api',
      url: 'http://127.0.0.1:9/',
      secret: 'old',
      events: ['push'],
    });
    const target = targetOf(rotateHookSecret, hookCredential(hook.id));
    const performer = performerOf(world, rotateHookSecret);

    const receipt = await performer.apply(target, 'key', {});

    expect(hook.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(receipt.secrets?.['secret']?.reveal()).toBe(hook.secret);
    expect((await performer.verify(target, receipt)).kind).toBe('unproven');
  });

  it('that are nowhere to be seen are an error that says what to grant', async () => {
    const prepare = performerOf(world, switchOffHook).prepare?.(targetOf(switchOffHook, hookCredential(99)));

    await expect(prepare).rejects.toMatchObject({ kind: 'not-found', hint: expect.stringContaining('Webhooks') });
  });
});
