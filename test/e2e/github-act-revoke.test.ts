import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endInstallationToken } from '../../connectors/github/actions/end-installation-token.ts';
import { newToken } from '../../connectors/github/actions/new-token.ts';
import { revokeCredential } from '../../connectors/github/actions/revoke-credential.ts';
import type { Token } from '../../src/simulate/github/model.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import { aGithubActWorld, leakToken, performerOf, targetOf, tokenCredential } from '../support/github-act-world.ts';

describe('revoking a leaked token', () => {
  let world: GithubActWorld;
  let token: Token;

  beforeEach(async () => {
    world = await aGithubActWorld({ settings: { revocationDelay: [30_000, 30_000] } });
    token = world.github.createToken({ kind: 'classic', owner: 'anna' });
  });

  afterEach(() => world.close());

  it('is requested at first and verified only once GitHub refuses the token', async () => {
    leakToken(world, token);
    const target = targetOf(revokeCredential, tokenCredential(token));
    const performer = performerOf(world, revokeCredential);

    const receipt = await performer.apply(target, 'key', {});

    expect(receipt.fields).toEqual({ state: 'requested', tokens: '1' });
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'not-yet' });
    await world.clock.advance(29_000);
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'not-yet' });
    await world.clock.advance(1_000);
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified' });
  });

  it.each(['fine-grained', 'oauth', 'app-user'] as const)('works for tokens of the kind %s', async (kind) => {
    const other = world.github.createToken({ kind, owner: 'ben' });
    leakToken(world, other);

    await performerOf(world, revokeCredential).apply(targetOf(revokeCredential, tokenCredential(other)), 'key', {});

    await world.clock.advance(30_000);
    expect(world.github.isAlive(other)).toBe(false);
    expect(world.github.isAlive(token)).toBe(true);
  });

  it('fails, and says what to do, when no alert shows the token', async () => {
    const apply = performerOf(world, revokeCredential).apply(
      targetOf(revokeCredential, tokenCredential(token)),
      'key',
      {},
    );

    await expect(apply).rejects.toMatchObject({ kind: 'unsupported', hint: expect.stringContaining('by hand') });
    expect(world.github.isAlive(token)).toBe(true);
  });

  it('is not asked for again when the token is dead already', async () => {
    leakToken(world, token);
    token.deadFrom = world.clock.now();
    world.github.faults.next({ path: '/credentials/revoke' }, { kind: 'error', status: 500 });

    const receipt = await performerOf(world, revokeCredential).apply(
      targetOf(revokeCredential, tokenCredential(token)),
      'key',
      {},
    );

    expect(receipt.fields).toEqual({ state: 'already dead' });
  });

  it('cannot tell from a server error or a page of HTML that the token is dead', async () => {
    leakToken(world, token);
    const target = targetOf(revokeCredential, tokenCredential(token));
    const performer = performerOf(world, revokeCredential);
    world.github.faults.next({ path: '/user' }, { kind: 'error', status: 500 });
    expect(await performer.verify(target, { at: 0, fields: {} })).toMatchObject({ kind: 'not-yet' });
    world.github.faults.next({ path: '/user' }, { kind: 'html', status: 403 });
    expect(await performer.verify(target, { at: 0, fields: {} })).toMatchObject({ kind: 'not-yet' });
  });

  it('carries the token in no error, whatever GitHub answers', async () => {
    leakToken(world, token);
    const target = targetOf(revokeCredential, tokenCredential(token));
    for (const status of [422, 500, 403]) {
      world.github.faults.next(
        { path: '/credentials/revoke' },
        { kind: 'error', status, message: `no: ${token.text}` },
      );
      const error: unknown = await performerOf(world, revokeCredential)
        .apply(target, 'key', {})
        .then(
          () => null,
          (thrown: unknown) => thrown,
        );
      expect(error).toBeInstanceOf(Error);
      const { message, stack, cause } = error as Error;
      expect(JSON.stringify([message, stack, String(cause), error])).not.toContain(token.text);
    }
  });

  it('stops at the hourly limit of the endpoint with the time to wait', async () => {
    leakToken(world, token);
    world.github.configure({ limits: { revocations: 0 } });

    const apply = performerOf(world, revokeCredential).apply(
      targetOf(revokeCredential, tokenCredential(token)),
      'key',
      {},
    );

    await expect(apply).rejects.toMatchObject({ kind: 'rate-limited', retryAfter: expect.any(Number) });
  });

  it('is never for an installation token, which ends itself', async () => {
    const installed = world.github.createApp({ slug: 'ci', org: 'acme', may: ['metadata:read'] });
    const hourly = world.github.createInstallationToken(installed);
    leakToken(world, hourly);
    const credential = tokenCredential(hourly);
    const target = targetOf(endInstallationToken, credential);
    const performer = performerOf(world, endInstallationToken);

    const receipt = await performer.apply(target, 'key', {});

    expect(() => targetOf(revokeCredential, credential)).toThrow();
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified' });
    expect(world.github.isAlive(hourly)).toBe(false);
  });

  it('leaves a new personal token to its owner, and believes that the old one is gone only when it is refused', async () => {
    const target = targetOf(newToken, tokenCredential(token));
    const performer = performerOf(world, newToken);
    const receipt = { at: 0, fields: { confirmedBy: 'anna' } };
    expect(newToken.guide?.(target)).toMatchObject({ link: 'https://github.com/settings/tokens' });
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'unproven' });

    leakToken(world, token);
    expect(await performer.verify(target, receipt)).toMatchObject({
      kind: 'not-yet',
      reason: expect.stringContaining('still takes'),
    });
    token.deadFrom = world.clock.now();
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified' });
  });
});
