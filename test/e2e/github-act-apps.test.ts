import { afterEach, describe, expect, it } from 'vitest';
import { rotateHookSecret } from '../../connectors/github/actions/rotate-hook-secret.ts';
import { suspendByHand } from '../../connectors/github/actions/suspend-by-hand.ts';
import { suspendInstallation } from '../../connectors/github/actions/suspend-installation.ts';
import { planPlaybook } from '../../src/respond/plan.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import type { Installation } from '../../src/simulate/github/model.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import { aGithubActWorld, installationCredential, performerOf, targetOf } from '../support/github-act-world.ts';
import { aGithubInput } from '../support/github-saga.ts';
import { aCredential } from '../support/plan-inputs.ts';

let world: GithubActWorld;
afterEach(() => world.close());

function ours(): Installation {
  if (world.ci === null) throw new Error('the world has no app of ours');
  return world.ci;
}

const reported = (id: string): ReturnType<typeof aCredential> =>
  aCredential(`github:${id}`, { provider: 'github', account: 'acme', kind: 'none', actor: '' });

async function canAct({ url }: { readonly url: string }, token: string): Promise<number> {
  return (await fetch(`${url}/orgs/acme/repos`, { headers: { authorization: `token ${token}` } })).status;
}

describe('suspending an installation', () => {
  it.each([
    ['that the inventory lists', (): ReturnType<typeof aCredential> => installationCredential(ours())],
    ['whose private key is reported by its name', () => reported('app-key/ci')],
  ])('of an app of ours %s has its tokens refused until it is undone', async (_name, credential) => {
    world = await aGithubActWorld({}, undefined, { ownApp: true });
    const token = world.github.createInstallationToken(ours());
    const { baseUrl: url } = world.config;
    const target = targetOf(suspendInstallation, credential());
    const performer = performerOf(world, suspendInstallation);
    expect(await canAct({ url }, token.text)).toBe(200);

    const before = (await performer.prepare?.(target)) ?? {};
    const receipt = await performer.apply(target, 'key', before);

    expect(await canAct({ url }, token.text)).toBe(403);
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified' });
    if (performer.risk === 'reversible') await performer.undo(target, receipt, before);
    expect(await canAct({ url }, token.text)).toBe(200);
  });

  it('that was suspended before stays so when it is undone', async () => {
    world = await aGithubActWorld({}, undefined, { ownApp: true });
    ours().suspendedAt = world.clock.now();
    const target = targetOf(suspendInstallation, installationCredential(ours()));
    const performer = performerOf(world, suspendInstallation);
    const before = (await performer.prepare?.(target)) ?? {};

    const receipt = await performer.apply(target, 'key', before);
    if (performer.risk === 'reversible') await performer.undo(target, receipt, before);

    expect(ours().suspendedAt).not.toBeNull();
  });

  it('of somebody else’s app is an error that says who can', async () => {
    world = await aGithubActWorld({}, undefined, { ownApp: true });
    const foreign = world.github.createApp({ slug: 'vendor', org: 'acme', may: ['metadata:read'] });
    const target = targetOf(suspendInstallation, installationCredential(foreign));

    await expect(performerOf(world, suspendInstallation).prepare?.(target)).rejects.toMatchObject({
      code: 'GITHUB_APP_UNKNOWN',
      hint: expect.stringContaining('owner of the organisation'),
    });
    expect(foreign.suspendedAt).toBeNull();
  });

  it('is left to an owner of the organisation where no app is ours, and the plan says why', async () => {
    world = await aGithubActWorld();
    const app = world.github.createApp({ slug: 'vendor', org: 'acme', may: ['metadata:read'] });

    const plan = planPlaybook(containCredential, aGithubInput(world, installationCredential(app)));

    expect(plan.steps.map(({ action, mode }) => [action, mode])).toEqual([['github.suspend-by-hand', 'guided']]);
    expect(plan.steps[0]?.guide?.link).toBe(
      `https://github.com/organizations/acme/settings/installations/${String(app.id)}`,
    );
    expect(plan.refused).toEqual([
      {
        what: expect.stringContaining('Suspend the installation'),
        why: 'needs the app under connectors.github.respond.apps',
      },
    ]);
  });

  it('by hand is believed only once GitHub lists it as suspended', async () => {
    world = await aGithubActWorld();
    const app = world.github.createApp({ slug: 'vendor', org: 'acme', may: ['metadata:read'] });
    const target = targetOf(suspendByHand, installationCredential(app));
    const performer = performerOf(world, suspendByHand);
    const receipt = { at: 0, fields: { confirmedBy: 'ada' } };
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'not-yet' });

    app.suspendedAt = world.clock.now();

    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified' });
  });
});

describe('the webhook of an app', () => {
  it('gets another secret as the app itself', async () => {
    world = await aGithubActWorld({}, undefined, { ownApp: true });
    const target = targetOf(rotateHookSecret, reported(`app-hook/${String(ours().app.id)}`));

    const receipt = await performerOf(world, rotateHookSecret).apply(target, 'key', {});

    expect(ours().app.hookSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(receipt.secrets?.['secret']?.reveal()).toBe(ours().app.hookSecret);
    expect(await performerOf(world, rotateHookSecret).verify(target, receipt)).toMatchObject({ kind: 'unproven' });
  });

  it('of an app that is not ours cannot be changed', async () => {
    world = await aGithubActWorld();
    const target = targetOf(rotateHookSecret, reported('app-hook/4711'));

    await expect(performerOf(world, rotateHookSecret).apply(target, 'key', {})).rejects.toMatchObject({
      code: 'GITHUB_APP_UNKNOWN',
    });
  });
});
