import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/respond/carry-out.ts';
import { carryOn, carryOut } from '../../../src/respond/carry-out.ts';
import type { ConvergeDeps } from '../../../src/respond/converge.ts';
import { converge } from '../../../src/respond/converge.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { rotateCredential } from '../../../src/respond/playbooks/rotate-credential.ts';
import type { ProveDeps } from '../../../src/respond/proof.ts';
import { aLogOf } from '../../support/observed-log.ts';
import { aBinding, aCredential, anEdge, aPlanInput, NOON } from '../../support/plan-inputs.ts';
import type { SagaWorld } from '../../support/saga-world.ts';
import { aSagaWorld } from '../../support/saga-world.ts';

const MINUTE = 60_000;
const APPROVED = { by: 'ada', irreversible: false };

function depsOf(world: SagaWorld, change: Partial<ConvergeDeps> = {}): ConvergeDeps & ProveDeps {
  return {
    saga: world.saga,
    journal: world.journal,
    clock: world.clock,
    look: () => Promise.resolve(world.input),
    playbook: containCredential,
    events: aLogOf(() => []),
    sources: () =>
      Promise.resolve([
        {
          title: 'Fake log',
          provider: 'fake',
          observedThrough: world.clock.now() - MINUTE,
          lag: MINUTE,
          blindSpots: [],
        },
      ]),
    ...change,
  };
}

function contain(world: SagaWorld, change: Partial<ConvergeDeps> = {}): Promise<Outcome> {
  const plan = planPlaybook(containCredential, world.input);
  return world.done(carryOut(depsOf(world, change), plan, APPROVED, 60 * MINUTE));
}

const looks = (outcome: Outcome): readonly number[] =>
  (outcome.proof?.rounds ?? []).map((round) => (round.at - NOON) / 1000);

describe('looking again after containment', () => {
  it('looks at 5 s, 10 s, 1 min and 5 min, finds nothing, and proves it', async () => {
    const outcome = await contain(aSagaWorld());

    expect(looks(outcome).slice(0, 4)).toEqual([5, 10, 60, 300]);
    expect(outcome.proof?.verdict).toBe('proven');
    expect(outcome.report.run.state).toBe('completed');
  });

  it('does again what somebody took back, and begins a new pass', async () => {
    const world = aSagaWorld();
    let taken = false;
    const outcome = await contain(world, {
      look: () => {
        if (!taken && world.clock.now() > NOON + 30_000) {
          world.provider.allow('alice');
          taken = true;
        }
        return Promise.resolve(world.input);
      },
    });

    expect(looks(outcome).slice(0, 7)).toEqual([5, 10, 60, 65, 70, 120, 360]);
    expect(outcome.proof?.rounds[2]?.found).toEqual(['no longer in place: alice is not denied']);
    expect(world.provider.state().denied).toEqual(['alice']);
    expect(outcome.report.steps.map((one) => one.step.id)).toContain('contain:fake.deny-user:alice#2');
  });

  it('contains a credential that only the late log tells of', async () => {
    const world = aSagaWorld();
    world.provider.addKey('late', 'bob');
    const outcome = await contain(world, {
      look: () => {
        const late = world.clock.now() > NOON + 4 * MINUTE;
        if (late) {
          world.input = aPlanInput({
            subtree: [aCredential('fake:key-1'), aCredential('fake:late', { actor: 'bob' })],
            edges: [anEdge('fake:key-1', 'fake:late')],
          });
        }
        return Promise.resolve(world.input);
      },
    });

    expect(world.provider.state().keys['late']?.on).toBe(false);
    expect(world.provider.state().denied).toEqual(['alice', 'bob']);
    expect(outcome.proof?.silence.credentials).toEqual(['fake:key-1', 'fake:late']);
    expect(outcome.proof?.verdict).toBe('proven');
  });

  it('keeps to the refusals for what it adds', async () => {
    const world = aSagaWorld();
    world.provider.addKey('fresh', 'alice');
    const outcome = await contain(world, {
      look: () =>
        Promise.resolve(
          aPlanInput({
            known: [aCredential('fake:fresh', { createdAt: NOON })],
            own: { aliases: ['fake:fresh'], actors: [] },
          }),
        ),
    });

    expect(world.provider.calls).toEqual(['stop key-1', 'deny alice']);
    expect(outcome.report.run.state).toBe('completed');
  });

  it('gives up on an intruder who is always ahead, and says that it is not contained', async () => {
    const world = aSagaWorld();
    const outcome = await contain(world, {
      look: () => {
        world.provider.allow('alice');
        return Promise.resolve(world.input);
      },
    });

    expect(outcome.report.run.state).toBe('stuck');
    expect(outcome.proof?.verdict).toBe('contradicted');
    expect(world.provider.calls.length).toBeLessThan(20);
  });

  it('goes on in another process', async () => {
    const world = aSagaWorld();
    await world.done(world.saga.start(planPlaybook(containCredential, world.input), APPROVED));
    world.restart();

    const outcome = await world.done(carryOn(depsOf(world), 'run-1', 60 * MINUTE));

    expect(outcome.proof?.verdict).toBe('proven');
    expect(world.provider.calls).toEqual(['stop key-1', 'deny alice']);
  });

  it('says that it is confirming while it looks', async () => {
    const world = aSagaWorld();
    await world.done(world.saga.start(planPlaybook(containCredential, world.input), APPROVED));
    const states: (string | undefined)[] = [];
    const look = async (): Promise<typeof world.input> => {
      states.push((await world.journal.run('run-1'))?.state);
      return world.input;
    };

    await world.done(converge(depsOf(world, { look }), 'run-1'));

    expect(new Set(states)).toEqual(new Set(['confirming']));
    expect((await world.journal.run('run-1'))?.state).toBe('completed');
  });

  it('can be undone as a whole, what was added included', async () => {
    const world = aSagaWorld();
    const start = world.provider.state();
    let taken = false;
    await contain(world, {
      look: () => {
        if (!taken) world.provider.allow('alice');
        taken = true;
        return Promise.resolve(world.input);
      },
    });

    await world.done(world.saga.undoRun('run-1', 'ada'));

    expect(world.provider.state()).toEqual(start);
  });
});

describe('a rotation', () => {
  it('has nothing to prove while the old credential still drains', async () => {
    const consumers = [{ store: 'fake', target: 'ci', reload: '' }];
    const input = aPlanInput({ incident: null, bindings: [aBinding({ consumers })] });
    const world = aSagaWorld(input);
    const plan = planPlaybook(rotateCredential, input);

    const outcome = await world.done(carryOut(depsOf(world), plan, APPROVED, 60 * MINUTE));

    expect(outcome.proof).toBeNull();
    expect(outcome.report.run.state).toBe('waiting');
    expect(world.provider.state().keys['key-1']?.on).toBe(true);
  });

  it('does not mistake its own successor for an intruder’s key', async () => {
    const consumers = [{ store: 'fake', target: 'ci', reload: '' }];
    const input = aPlanInput({ bindings: [aBinding({ consumers })] });
    const world = aSagaWorld(input);
    const look = async (): Promise<typeof input> => {
      const entries = await world.journal.entries('run-1');
      const issued = entries.flatMap((entry) => (entry.state === 'done' ? (entry.fields['issued'] ?? []) : []));
      return { ...input, issued, known: issued.map((id) => aCredential(id, { createdAt: NOON })) };
    };

    const outcome = await world.done(
      carryOut(
        depsOf(world, { look, playbook: rotateCredential }),
        planPlaybook(rotateCredential, input),
        APPROVED,
        60 * MINUTE,
      ),
    );

    expect(world.provider.state().keys['new-1']?.on).toBe(true);
    expect(outcome.proof?.verdict).toBe('proven');
  });
});
