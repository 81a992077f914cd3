import sodium from 'libsodium-wrappers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endOauthGrant } from '../../connectors/github/actions/end-oauth-grant.ts';
import { endOauthToken } from '../../connectors/github/actions/end-oauth-token.ts';
import { resetOauthToken } from '../../connectors/github/actions/reset-oauth-token.ts';
import { planPlaybook } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import { rotateCredential } from '../../src/respond/playbooks/rotate-credential.ts';
import { hexHash } from '../../src/simulate/github/ids.ts';
import type { Token } from '../../src/simulate/github/model.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import { aGithubActWorld, leakToken, performerOf, targetOf, tokenCredential } from '../support/github-act-world.ts';
import { aGithubInput, aGithubSaga, deliveredTo } from '../support/github-saga.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

const SECRET = 'actions/acme/site/SHOP_TOKEN';

let world: GithubActWorld;
let token: Token;

beforeEach(async () => {
  await sodium.ready;
  world = await aGithubActWorld();
  token = world.github.createToken({ kind: 'oauth', owner: 'anna', client: world.shop.clientId });
});
afterEach(() => world.close());

/** What the consumer got, opened with the key that only the simulator has. */
function delivered(): string {
  const shelf = world.github.shelf('repos/acme/site/actions');
  const secret = shelf.secrets.get('SHOP_TOKEN');
  if (secret === undefined) return '';
  const sealed = Buffer.from(secret.sealed, 'base64');
  return sodium.to_string(sodium.crypto_box_seal_open(sealed, shelf.publicKey, shelf.privateKey));
}

const successorOf = (old: Token): Token | undefined =>
  [...world.github.world.tokens.values()].find((one) => one.client === old.client && one !== old);

describe('resetting an OAuth token', () => {
  it('ends the old one, and the new one is in the receipt alone, as a secret', async () => {
    leakToken(world, token);
    const target = targetOf(resetOauthToken, tokenCredential(token));
    const performer = performerOf(world, resetOauthToken);
    const before = (await performer.prepare?.(target)) ?? {};

    const receipt = await performer.apply(target, 'key', before);

    const fresh = successorOf(token);
    expect(before).toEqual({ client: world.shop.clientId, user: 'anna' });
    expect(world.github.isAlive(token)).toBe(false);
    expect(receipt.secrets?.['token']?.reveal()).toBe(fresh?.text);
    expect(receipt.fields).toEqual({ issued: `github:${hexHash(fresh?.text ?? '')}`, client: world.shop.clientId });
    expect(JSON.stringify(receipt)).not.toContain(fresh?.text);
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified' });
  });

  it('takes the old one from where the configuration says that it stands', async () => {
    world.known = `${token.text}\n`;
    const target = targetOf(resetOauthToken, tokenCredential(token));
    const performer = performerOf(world, resetOauthToken);

    await performer.apply(target, 'key', (await performer.prepare?.(target)) ?? {});

    expect(world.github.isAlive(token)).toBe(false);
  });

  it.each([
    ['of another app', () => world.github.createToken({ kind: 'oauth', owner: 'ben', client: 'Ov23another' })],
    ['that a user made', () => world.github.createToken({ kind: 'classic', owner: 'ben' })],
  ])('is refused before anything happens for one %s', async (_name, make) => {
    const other = make();
    leakToken(world, other);
    const target = targetOf(resetOauthToken, tokenCredential(other, { kind: 'oauth-token' }));

    const prepare = performerOf(world, resetOauthToken).prepare?.(target);

    await expect(prepare).rejects.toMatchObject({ kind: 'unsupported', hint: expect.stringContaining('oauth-apps') });
    expect(world.github.isAlive(other)).toBe(true);
  });

  it('is not there for tokens that no app made', () => {
    const classic = world.github.createToken({ kind: 'classic', owner: 'ben' });

    for (const declaration of [resetOauthToken, endOauthToken, endOauthGrant])
      expect(() => targetOf(declaration, tokenCredential(classic))).toThrow('no target');
  });

  it('says after a lost answer that the successor is lost, and makes no second one', async () => {
    leakToken(world, token);
    const target = targetOf(resetOauthToken, tokenCredential(token));
    const performer = performerOf(world, resetOauthToken);
    const before = (await performer.prepare?.(target)) ?? {};
    world.github.faults.next({ method: 'PATCH', path: '/token' }, { kind: 'reset-after' });
    await expect(performer.apply(target, 'key', before)).rejects.toMatchObject({ kind: 'transient' });

    await expect(performer.reconcile?.(target, 'key', before)).rejects.toMatchObject({
      code: 'GITHUB_OAUTH_SUCCESSOR_LOST',
      hint: expect.stringContaining(world.shop.clientId),
    });
    await expect(performer.apply(target, 'key', before)).rejects.toMatchObject({ code: 'GITHUB_OAUTH_SUCCESSOR_LOST' });
    expect([...world.github.world.tokens.values()].filter(({ client }) => client === token.client)).toHaveLength(2);
  });

  it('knows that nothing has happened while the old one lives', async () => {
    leakToken(world, token);
    const target = targetOf(resetOauthToken, tokenCredential(token));
    const performer = performerOf(world, resetOauthToken);

    expect(await performer.reconcile?.(target, 'key', { client: world.shop.clientId })).toBeNull();
  });
});

describe('a run that resets an OAuth token', () => {
  const inputOf = (subject = tokenCredential(token)): PlanInput =>
    aGithubInput(world, subject, deliveredTo(subject, SECRET));

  it('comes before containment, which would leave nothing to reset, and ends no grant that the successor needs', () => {
    const appUser = tokenCredential(token, { kind: 'session' });
    const actions = planPlaybook(rotateCredential, inputOf(appUser)).steps.map(({ action }) => action);

    expect(actions.slice(0, 2)).toEqual(['github.reset-oauth-token', 'github.end-oauth-token']);
    expect(actions).not.toContain('github.end-oauth-grant');
    expect(planPlaybook(containCredential, inputOf(appUser)).steps.map(({ action }) => action)).toEqual([
      'github.end-oauth-grant',
      'github.end-oauth-token',
      'github.revoke-credential',
      'github.cut-access',
    ]);
  });

  it('hands the new token to the consumer alone: no line of the journal, no event and no error holds a byte of it', async () => {
    leakToken(world, token);
    const events: unknown[] = [];
    const journal = new MemoryJournal();
    const saga = aGithubSaga(world, journal, inputOf(), { onEvent: (event) => events.push(event) });
    const plan = planPlaybook(rotateCredential, inputOf());

    const { run } = await world.clock.runUntil(saga.start(plan, { by: 'ada', irreversible: true }));

    const fresh = successorOf(token);
    expect(delivered()).toBe(fresh?.text);
    const written = JSON.stringify([await journal.entries(run.id), events, plan]);
    for (const text of [fresh?.text ?? 'none', token.text, world.shop.clientSecret])
      expect(written).not.toContain(text);
    expect(written).toContain(hexHash(fresh?.text ?? ''));
    expect(world.github.isAlive(token)).toBe(false);
  });

  it('waits for approval, since nobody can take it back', async () => {
    leakToken(world, token);
    const saga = aGithubSaga(world, new MemoryJournal(), inputOf());

    const { run } = await world.clock.runUntil(
      saga.start(planPlaybook(rotateCredential, inputOf()), { by: 'ada', irreversible: false }),
    );

    expect(run.state).toBe('waiting');
    expect(world.github.isAlive(token)).toBe(true);
  });

  it('after a crash at any line of the journal either delivers the successor or says that it is lost', async () => {
    leakToken(world, token);
    const whole = new MemoryJournal();
    const plan = planPlaybook(rotateCredential, inputOf());
    await world.clock.runUntil(aGithubSaga(world, whole, inputOf()).start(plan, { by: 'ada', irreversible: true }));
    const ends = { delivered: 0, lost: 0 };
    for (let line = 1; line <= whole.size; line += 1) {
      await world.close();
      world = await aGithubActWorld();
      token = world.github.createToken({ kind: 'oauth', owner: 'anna', client: world.shop.clientId });
      leakToken(world, token);
      const journal = new MemoryJournal();
      journal.crashAfter(line);
      const started = aGithubSaga(world, journal, inputOf()).start(planPlaybook(rotateCredential, inputOf()), {
        by: 'ada',
        irreversible: true,
      });
      await expect(world.clock.runUntil(started), `line ${String(line)}`).rejects.toThrow('died');
      journal.restart();
      const [run] = await journal.runs({});
      const report = await world.clock.runUntil(aGithubSaga(world, journal, inputOf()).resume(run?.id ?? ''));

      expect(world.github.isAlive(token), `line ${String(line)}`).toBe(false);
      const fresh = successorOf(token);
      ends[fresh !== undefined && delivered() === fresh.text ? 'delivered' : 'lost'] += 1;
      if (delivered() !== '') continue;
      expect(report.run.state, `line ${String(line)}`).toBe('stuck');
      expect(report.todo.join(' '), `line ${String(line)}`).toContain('authorise the app again');
    }
    expect(ends.delivered).toBeGreaterThan(0);
    expect(ends.lost).toBeGreaterThan(0);
  }, 60_000);

  it('as routine goes on to the end although the old token can be read nowhere any more', async () => {
    world.known = token.text;
    const input = { ...inputOf(), incident: null };
    const journal = new MemoryJournal();
    const plan = planPlaybook(rotateCredential, input);
    const { run } = await world.clock.runUntil(
      aGithubSaga(world, journal, input).start(plan, { by: 'ada', irreversible: true }),
    );
    world.known = successorOf(token)?.text ?? null;
    for (let day = 0; day < 4; day += 1) {
      await world.clock.advance(26 * 3_600_000);
      await world.clock.runUntil(aGithubSaga(world, journal, input).resume(run.id));
    }

    const report = await aGithubSaga(world, journal, input).report(run.id);
    expect(delivered()).toBe(successorOf(token)?.text);
    expect(report.steps.map(({ state, step }) => [step.action, state])).toEqual([
      ['github.reset-oauth-token', 'verified'],
      ['keywatch.deliver', 'verified'],
    ]);
    expect(report.run.state).toBe('completed');
  });

  it('contains the token within seconds when GitHub fails to reset it', async () => {
    leakToken(world, token);
    world.github.faults.next({ method: 'PATCH', path: '/token' }, { kind: 'error', status: 502 }, 100);
    const began = world.clock.now();
    const plan = planPlaybook(rotateCredential, inputOf());

    const saga = aGithubSaga(world, new MemoryJournal(), inputOf());
    const report = await world.clock.runUntil(saga.start(plan, { by: 'ada', irreversible: true }));

    const contained = report.steps.find(({ step }) => step.action === 'github.end-oauth-token');
    expect(contained?.state).toBe('verified');
    expect((contained?.receipt?.at ?? Number.POSITIVE_INFINITY) - began).toBeLessThan(10_000);
    expect(report.run.state).toBe('stuck');
  });
});

describe('ending an OAuth token', () => {
  it('leaves the other tokens of the user alone; ending the grant does not', async () => {
    const appUser = world.github.createToken({ kind: 'app-user', owner: 'anna', client: world.shop.clientId });
    const ofBen = world.github.createToken({ kind: 'oauth', owner: 'ben', client: world.shop.clientId });
    leakToken(world, token);
    leakToken(world, appUser);

    await performerOf(world, endOauthToken).apply(targetOf(endOauthToken, tokenCredential(token)), 'key', {});
    expect([token, appUser, ofBen].map((one) => world.github.isAlive(one))).toEqual([false, true, true]);

    const third = world.github.createToken({ kind: 'oauth', owner: 'anna', client: world.shop.clientId });
    await performerOf(world, endOauthGrant).apply(targetOf(endOauthGrant, tokenCredential(appUser)), 'key', {});
    expect([appUser, third, ofBen].map((one) => world.github.isAlive(one))).toEqual([false, false, true]);
  });

  it('of an app of somebody else is verified only once it is dead by other means', async () => {
    const other = world.github.createToken({ kind: 'oauth', owner: 'ben', client: 'Ov23another' });
    leakToken(world, other);
    const target = targetOf(endOauthToken, tokenCredential(other));
    const performer = performerOf(world, endOauthToken);

    const receipt = await performer.apply(target, 'key', {});

    expect(receipt.fields).toEqual({ state: 'of no app of ours' });
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'not-yet' });
    other.deadFrom = world.clock.now();
    expect(await performer.verify(target, receipt)).toMatchObject({ kind: 'verified' });
  });
});
