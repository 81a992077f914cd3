import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revokeCredential } from '../../connectors/github/actions/revoke-credential.ts';
import { HourlyBudget } from '../../connectors/github/performers/hourly-budget.ts';
import type { ActionTarget } from '../../src/core/action.ts';
import { HOUR } from '../../src/core/time.ts';
import { planPlaybook } from '../../src/respond/plan.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import type { Token } from '../../src/simulate/github/model.ts';
import { FakeClock } from '../support/fake-clock.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import { aGithubActWorld, leakToken, performerOf, targetOf, tokenCredential } from '../support/github-act-world.ts';
import { aGithubInput } from '../support/github-saga.ts';
import { anEdge, NOON } from '../support/plan-inputs.ts';

let world: GithubActWorld;

beforeEach(async () => {
  world = await aGithubActWorld({ settings: { revocationDelay: [30_000, 30_000] } });
});
afterEach(() => world.close());

function tokens(count: number): readonly Token[] {
  return Array.from({ length: count }, (_, index) =>
    world.github.createToken({ kind: 'classic', owner: `user-${String(index)}` }),
  );
}

function joined(...all: readonly Token[]): ActionTarget {
  const targets = all.map((token) => targetOf(revokeCredential, tokenCredential(token)));
  const target = revokeCredential.join?.targets(targets);
  if (target === undefined) throw new Error('cannot be joined');
  return target;
}

describe('revoking several leaked tokens', () => {
  it('is one step and one request, and verified once GitHub refuses the last of them', async () => {
    const all = tokens(3);
    for (const token of all) leakToken(world, token);
    world.github.configure({ limits: { revocations: 1 } });
    const target = joined(...all);
    const performer = performerOf(world, revokeCredential);

    const receipt = await performer.apply(target, 'key', {});

    expect(receipt.fields).toEqual({ state: 'requested', tokens: '3' });
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'not-yet' });
    await world.clock.advance(30_000);
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified', final: true });
    expect(all.map((token) => world.github.isAlive(token))).toEqual([false, false, false]);
  });

  it('leaves out those that are dead, and says which nobody could read', async () => {
    const [dead, alive, unread] = tokens(3);
    if (dead === undefined || alive === undefined || unread === undefined) throw new Error('three');
    leakToken(world, dead);
    leakToken(world, alive);
    dead.deadFrom = world.clock.now();
    const target = joined(dead, alive, unread);
    const performer = performerOf(world, revokeCredential);

    const receipt = await performer.apply(target, 'key', {});

    expect(receipt.fields).toMatchObject({
      state: 'requested',
      tokens: '1',
      unread: expect.stringMatching(/^\w{64}$/),
    });
    await world.clock.advance(30_000);
    expect(await performer.verify(target, receipt)).toMatchObject({
      kind: 'unproven',
      reason: expect.stringContaining('1 of them'),
    });
  });

  it('is planned as one step for all that a token has minted, which a later look does not repeat', () => {
    const [first, second] = tokens(2).map((token) => tokenCredential(token));
    if (first === undefined || second === undefined) throw new Error('two');
    const input = aGithubInput(world, first, {
      subtree: [first, { ...second, createdAt: NOON - 1_000 }],
      edges: [anEdge(first.id, second.id, { at: NOON - 1_000, childKind: 'token' })],
    });

    const steps = planPlaybook(containCredential, input).steps.filter(({ action }) => action === revokeCredential.id);

    expect(steps).toHaveLength(1);
    expect(steps[0]?.covers).toEqual([first.id, second.id]);
    expect(steps[0]?.target.parts).toHaveLength(2);
  });
});

it('a token that was found once is not looked for again while its run waits for it to die', async () => {
  const [token] = tokens(1);
  if (token === undefined) throw new Error('one');
  leakToken(world, token);
  const target = targetOf(revokeCredential, tokenCredential(token));
  const performer = performerOf(world, revokeCredential);
  const receipt = await performer.apply(target, 'key', {});
  world.github.faults.next({ path: '/secret-scanning/alerts' }, { kind: 'error', status: 500 }, 100);

  expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'not-yet' });
  await world.clock.advance(30_000);
  expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified' });

  await world.actor.close();
  await expect(performer.verify(target, receipt)).rejects.toMatchObject({ kind: 'transient' });
});

describe('tokens that only the configuration shows', () => {
  it('are revoked like those that an alert shows', async () => {
    const [token] = tokens(1);
    if (token === undefined) throw new Error('one');
    world.known = token.text;
    const target = targetOf(revokeCredential, tokenCredential(token));
    const performer = performerOf(world, revokeCredential);

    const receipt = await performer.apply(target, 'key', {});
    await world.clock.advance(30_000);

    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified' });
  });
});

describe('a refresh token', () => {
  it('is revoked without being tried, since GitHub refuses it everywhere, and that is not taken for a proof', async () => {
    const token = world.github.createToken({ kind: 'oauth', owner: 'anna' });
    const text = `ghr_${token.text.slice(4)}`;
    Object.assign(token, { text });
    world.github.world.tokens.set(text, token);
    leakToken(world, token);
    const target = targetOf(revokeCredential, tokenCredential(token));
    const performer = performerOf(world, revokeCredential);

    const receipt = await performer.apply(target, 'key', {});
    await world.clock.advance(30_000);

    expect(receipt.fields).toMatchObject({ state: 'requested' });
    expect(world.github.isAlive(token)).toBe(false);
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'unproven' });
    expect(await performer.reconcile?.(target, 'key', {})).toBeNull();
  });
});

describe('the budget of requests to revoke', () => {
  it('is sixty an hour, and then says how long to wait', () => {
    const clock = new FakeClock(NOON);
    const budget = new HourlyBudget('requests to revoke', 60, clock);
    for (let count = 0; count < 60; count += 1) budget.spend();

    expect(() => budget.spend()).toThrow(
      expect.objectContaining({ kind: 'rate-limited', retryAfter: HOUR, code: 'GITHUB_BUDGET' }),
    );
  });

  it('is there again an hour after the first of them', async () => {
    const clock = new FakeClock(NOON);
    const budget = new HourlyBudget('requests to revoke', 1, clock);
    budget.spend();
    await clock.advance(HOUR - 1);
    expect(() => budget.spend()).toThrow();
    await clock.advance(1);

    expect(() => budget.spend()).not.toThrow();
  });

  it('keeps the sixty-first request from being sent', async () => {
    const [token] = tokens(1);
    if (token === undefined) throw new Error('one');
    leakToken(world, token);
    world.github.configure({ limits: { revocations: 1_000 }, revocationDelay: [HOUR, HOUR] });
    const target = targetOf(revokeCredential, tokenCredential(token));
    const performer = performerOf(world, revokeCredential);
    for (let count = 0; count < 60; count += 1) await performer.apply(target, 'key', {});
    world.github.faults.next({ path: '/credentials/revoke' }, { kind: 'error', status: 500 });

    await expect(performer.apply(target, 'key', {})).rejects.toMatchObject({ code: 'GITHUB_BUDGET' });
  }, 60_000);
});
