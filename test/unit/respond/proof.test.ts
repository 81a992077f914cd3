import { describe, expect, it } from 'vitest';
import type { UsageEvent } from '../../../src/core/event.ts';
import type { Proof } from '../../../src/core/proof.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import type { WatchedSource } from '../../../src/respond/proof.ts';
import { prove, statusAfter } from '../../../src/respond/proof.ts';
import { MIN_SILENCE, SPREADING } from '../../../src/respond/silence.ts';
import { aLogOf } from '../../support/observed-log.ts';
import { aCredential, aPlanInput, NOON } from '../../support/plan-inputs.ts';
import type { SagaWorld } from '../../support/saga-world.ts';
import { aSagaWorld } from '../../support/saga-world.ts';
import { aUsageEvent } from '../../support/usage-events.ts';

const LATER = NOON + SPREADING + MIN_SILENCE;
const blindSpot = 'Reads of objects are not in this log.';

async function contained(): Promise<SagaWorld> {
  const world = aSagaWorld();
  await world.done(world.saga.start(planPlaybook(containCredential, world.input), { by: 'ada', irreversible: false }));
  return world;
}

function proofOf(
  world: SagaWorld,
  events: readonly UsageEvent[] = [],
  source: Partial<WatchedSource> = {},
): Promise<Proof> {
  const watched = {
    title: 'Fake log',
    provider: 'fake',
    observedThrough: LATER,
    lag: 0,
    blindSpots: [blindSpot],
    ...source,
  };
  return prove(
    {
      saga: world.saga,
      journal: world.journal,
      events: aLogOf(() => events),
      clock: world.clock,
      sources: () => Promise.resolve([watched]),
      look: () => Promise.resolve(world.input),
      playbook: containCredential,
    },
    'run-1',
  );
}

describe('proving containment', () => {
  it('holds when every step is in place and the log was silent for long enough', async () => {
    const proof = await proofOf(await contained());

    expect(proof.verdict).toBe('proven');
    expect(proof.provider.map((one) => one.result)).toEqual(['verified', 'verified']);
    expect(proof.statement).toBe(
      'Contained: 2 of 2 containing steps are in place at the provider, and the log is silent. ' +
        'No successful use of 1 credential seen in Fake log from 2026-11-23T12:01:00Z to 2026-11-23T12:06:00Z. ' +
        `Not visible: ${blindSpot}`,
    );
  });

  it('waits while the log has not been read far enough, and says when to ask again', async () => {
    const proof = await proofOf(await contained(), [], { observedThrough: NOON });

    expect(proof.verdict).toBe('waiting');
    expect(proof.nextAt).toBeGreaterThan(NOON);
    expect(proof.statement).toContain('not been read far enough');
  });

  it('says what could not be seen, one thing after the other, gaps since containment among them', async () => {
    const gaps = [
      { from: NOON - 20_000, to: NOON - 10_000, reason: 'before it all' },
      { from: NOON + 10_000, to: NOON + 20_000, reason: 'kept for 90 days' },
    ];
    const proof = await proofOf(await contained(), [], { gaps, blindSpots: [blindSpot, 'other regions'] });

    expect(proof.statement).toMatch(
      /Not visible: Fake log from 2026-11-23T12:00:10Z to 2026-11-23T12:00:20Z \(kept for 90 days\); Reads of objects are not in this log; other regions\.$/,
    );
    expect(proof.statement).not.toContain('before it all');
  });

  it('waits for silence after a gap, as what lies in it cannot be known', async () => {
    const gaps = [{ from: NOON + 10_000, to: LATER - 1000, reason: 'kept for 90 days' }];

    expect((await proofOf(await contained(), [], { gaps })).verdict).toBe('waiting');
    expect((await proofOf(await contained(), [], { gaps, observedThrough: LATER + MIN_SILENCE })).verdict).toBe(
      'proven',
    );
  });

  it('waits longer where records arrive late', async () => {
    const proof = await proofOf(await contained(), [], { lag: 2 * MIN_SILENCE });

    expect(proof.verdict).toBe('waiting');
  });

  it('is contradicted by one successful use, and names it', async () => {
    const use = aUsageEvent({ time: LATER - 1000, credential: 'key-1', action: 'ReadThings', address: '203.0.113.9' });

    const proof = await proofOf(await contained(), [use]);

    expect(proof.verdict).toBe('contradicted');
    expect(proof.statement).toContain('2026-11-23T12:05:59Z key-1 ReadThings from 203.0.113.9');
  });

  it('counts attempts that were refused, and does not hold them against it', async () => {
    const attempt = aUsageEvent({ time: LATER - 1000, credential: 'key-1', outcome: 'denied' });

    const proof = await proofOf(await contained(), [attempt]);

    expect([proof.verdict, proof.silence.refused]).toEqual(['proven', 1]);
  });

  it('reports use while the change was spreading, and does not hold it against it', async () => {
    const use = aUsageEvent({ time: NOON + 2000, credential: 'key-1' });

    const proof = await proofOf(await contained(), [use]);

    expect([proof.verdict, proof.silence.whileSpreading]).toEqual(['proven', 1]);
    expect(proof.statement).toContain('while the change was spreading');
  });

  it('is contradicted when somebody has taken a step back', async () => {
    const world = await contained();
    world.provider.allow('alice');

    const proof = await proofOf(world);

    expect(proof.verdict).toBe('contradicted');
    expect(proof.provider.find((one) => one.result !== 'verified')?.evidence).toBe('alice is not denied');
  });

  it('is contradicted when a credential has appeared that no step covers', async () => {
    const world = await contained();
    world.input = aPlanInput({ known: [aCredential('fake:fresh', { createdAt: NOON })] });

    expect((await proofOf(world)).verdict).toBe('contradicted');
  });

  it('is unproven when a step did not come about', async () => {
    const world = aSagaWorld();
    world.provider.faultKind = 'forbidden';
    world.provider.fault = (call) => (call.startsWith('deny') ? 'before' : null);
    await world.done(
      world.saga.start(planPlaybook(containCredential, world.input), { by: 'ada', irreversible: false }),
    );

    expect((await proofOf(world)).verdict).toBe('unproven');
  });

  it('says so when nothing was watching', async () => {
    const world = await contained();
    const deps = {
      saga: world.saga,
      journal: world.journal,
      events: aLogOf(() => []),
      clock: world.clock,
      sources: () => Promise.resolve([]),
      look: () => Promise.resolve(world.input),
      playbook: containCredential,
    };

    const proof = await prove(deps, 'run-1');

    expect(proof.verdict).not.toBe('proven');
    expect(proof.statement).toContain('No source was watching.');
  });
});

describe('the status of an incident', () => {
  it('becomes verified by a proof, contained without one, and stays as it is when contradicted', async () => {
    const world = await contained();
    const report = await world.saga.report('run-1');
    const proven = await proofOf(world);

    expect(statusAfter(report, proven)).toBe('verified');
    expect(statusAfter(report, { ...proven, verdict: 'waiting' })).toBe('contained');
    expect(statusAfter(report, null)).toBe('contained');
    expect(statusAfter(report, { ...proven, verdict: 'contradicted' })).toBeNull();
  });

  it('is not contained while a step is stuck', async () => {
    const world = aSagaWorld();
    world.provider.faultKind = 'forbidden';
    world.provider.fault = () => 'before';
    const report = await world.done(
      world.saga.start(planPlaybook(containCredential, world.input), { by: 'ada', irreversible: false }),
    );

    expect(statusAfter(report, null)).toBeNull();
  });
});
