import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import type { Plan } from '../../../src/core/playbook.ts';
import { hashPlan } from '../../../src/respond/hash.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { rotateCredential } from '../../../src/respond/playbooks/rotate-credential.ts';
import { aBinding, aPlanInput } from '../../support/plan-inputs.ts';
import { aSagaWorld } from '../../support/saga-world.ts';

const APPROVED = { by: 'ada', irreversible: false };
const DAY = 86_400_000;

function containPlan(): Plan {
  return planPlaybook(containCredential, aPlanInput());
}

describe('carrying out a plan', () => {
  it('writes the intention before each call and the receipt after it, and verifies last', async () => {
    const world = aSagaWorld();
    const seen: string[] = [];
    world.provider.react = (call) => seen.push(`${call} after line ${String(world.journal.size)}`);

    const report = await world.done(world.saga.start(containPlan(), APPROVED));

    expect(report.run.state).toBe('completed');
    expect(seen).toEqual(['stop key-1 after line 1', 'deny alice after line 3']);
    const lines = (await world.journal.entries(report.run.id)).map((one) => `${one.step} ${one.state}`);
    expect(lines).toEqual([
      'contain:fake.stop-key:key-1 intended',
      'contain:fake.stop-key:key-1 done',
      'contain:fake.deny-user:alice intended',
      'contain:fake.deny-user:alice done',
      'contain:fake.stop-key:key-1 verified',
      'contain:fake.deny-user:alice verified',
    ]);
  });

  it('tells those who watch about each line and each state', async () => {
    const world = aSagaWorld();

    await world.done(world.saga.start(containPlan(), APPROVED));

    expect(world.events.filter((event) => event.kind === 'step')).toHaveLength(6);
    expect(world.events.at(-1)).toMatchObject({ kind: 'run', state: 'completed' });
  });

  it('goes on with the other steps when one fails, ends stuck and names the permission and what to do', async () => {
    const world = aSagaWorld();
    world.provider.faultKind = 'forbidden';
    world.provider.fault = (call) => (call.startsWith('stop') ? 'before' : null);

    const report = await world.done(world.saga.start(containPlan(), APPROVED));

    expect(report.run.state).toBe('stuck');
    expect(world.provider.state().denied).toEqual(['alice']);
    expect(report.todo).toEqual([
      'fake.stop-key (fake.stop-key key-1) failed: stop key-1 failed. It needs fake.stop-key:permission. Repair the fake.',
    ]);
  });

  it('never takes containment back by itself', async () => {
    const world = aSagaWorld();
    world.provider.faultKind = 'forbidden';
    world.provider.fault = (call) => (call.startsWith('deny') ? 'after' : null);

    await world.done(world.saga.start(containPlan(), APPROVED));

    expect(world.provider.calls).toEqual(['stop key-1', 'deny alice']);
  });

  it('tries again what passes, and gives up after five times', async () => {
    const world = aSagaWorld();
    world.provider.fault = (call) => (call.startsWith('stop') ? 'before' : null);

    const report = await world.done(world.saga.start(containPlan(), APPROVED));

    expect(world.provider.calls.filter((call) => call.startsWith('stop'))).toHaveLength(5);
    expect(report.run.state).toBe('stuck');
  });

  it('does not try again what does not pass', async () => {
    const world = aSagaWorld();
    world.provider.faultKind = 'forbidden';
    world.provider.fault = () => 'before';

    await world.done(world.saga.start(containPlan(), APPROVED));

    expect(world.provider.calls).toEqual(['stop key-1', 'deny alice']);
  });

  it('leaves a step waiting that the provider does not show yet, and verifies it when resumed', async () => {
    const world = aSagaWorld();
    world.provider.react = (call) => {
      if (call === 'stop key-1') world.provider.setKey('key-1', true);
    };

    const waiting = await world.done(world.saga.start(containPlan(), APPROVED));
    world.provider.setKey('key-1', false);
    const report = await world.done(world.saga.resume(waiting.run.id));

    expect(waiting.run.state).toBe('waiting');
    expect(waiting.wakeAt).toBeGreaterThan(0);
    expect(report.run.state).toBe('completed');
    expect(world.provider.calls).toEqual(['stop key-1', 'deny alice']);
  });

  it('calls a step failed that the provider still does not show after five minutes', async () => {
    const world = aSagaWorld();
    world.provider.react = (call) => {
      if (call === 'stop key-1') world.provider.setKey('key-1', true);
    };
    const { run } = await world.done(world.saga.start(containPlan(), APPROVED));
    await world.clock.advance(5 * 60_000);

    const report = await world.done(world.saga.resume(run.id));

    expect(report.todo.join()).toContain('not verified in time');
  });
});

describe('before anything is done', () => {
  const code = (error: unknown): string => (error instanceof AppError ? error.code : String(error));
  const startOf = async (world: ReturnType<typeof aSagaWorld>, plan: Plan): Promise<string> =>
    world.done(world.saga.start(plan, APPROVED)).then(() => 'started', code);

  it('refuses a plan that is not the one that was approved', async () => {
    const world = aSagaWorld();
    const plan = containPlan();

    expect(await startOf(world, { ...plan, steps: plan.steps.slice(1) })).toBe('PLAN_CHANGED');
    expect(world.provider.calls).toEqual([]);
  });

  it('refuses a plan whose guard no longer holds, though its hash is right', async () => {
    const world = aSagaWorld();
    const plan = containPlan();
    world.input = aPlanInput({ own: { aliases: ['fake:key-1'], actors: [] } });

    expect(await startOf(world, plan)).toBe('PLAN_GUARD_BROKEN');
    expect(world.provider.calls).toEqual([]);
  });

  it('refuses a forged plan that claims that nothing is protected', async () => {
    const world = aSagaWorld(aPlanInput({ bindings: [aBinding({ protected: true })] }));
    const plan = containPlan();

    expect(await startOf(world, { ...plan, hash: hashPlan(plan) })).toBe('PLAN_GUARD_BROKEN');
  });

  it('refuses an empty plan', async () => {
    const world = aSagaWorld();
    const body = { ...containPlan(), steps: [] };

    expect(await startOf(world, { ...body, hash: hashPlan(body) })).toBe('PLAN_EMPTY');
  });

  it('refuses a second run of an incident while one waits', async () => {
    const input = aPlanInput({ bindings: [aBinding({ consumers: [{ store: 'fake', target: 'ci', reload: '' }] })] });
    const world = aSagaWorld(input);
    const plan = planPlaybook(rotateCredential, input);

    expect(await startOf(world, plan)).toBe('started');
    expect(await startOf(world, plan)).toBe('RUN_IN_PROGRESS');
  });

  it('stops a step whose guard breaks while the run is under way', async () => {
    const world = aSagaWorld();
    world.provider.react = () => {
      world.input = aPlanInput({ own: { aliases: [], actors: ['alice'] } });
    };

    const report = await world.done(world.saga.start(containPlan(), APPROVED));

    expect(world.provider.calls).toEqual(['stop key-1']);
    expect(report.todo.join()).toContain('guard no longer holds');
  });
});

describe('what cannot be undone', () => {
  const consumers = [{ store: 'fake', target: 'ci', reload: '' }];
  const input = aPlanInput({ bindings: [aBinding({ consumers })] });

  it('waits for an approval of its own', async () => {
    const world = aSagaWorld(input);
    const { run } = await world.done(world.saga.start(planPlaybook(rotateCredential, input), APPROVED));
    await world.clock.advance(2 * DAY);

    const asked = await world.done(world.saga.resume(run.id));
    const done = await world.done(world.saga.confirmStep(run.id, 'revoke:fake.delete-key:key-1', 'grace', 'ticket 7'));

    expect(asked.todo).toEqual(['Approve "fake.delete-key" for fake.delete-key key-1: it cannot be undone.']);
    expect(world.provider.calls.filter((call) => call.startsWith('delete'))).toEqual(['delete key-1']);
    expect(done.run.state).toBe('completed');
    expect((await world.journal.entries(run.id)).some((entry) => entry.fields['approvedBy'] === 'grace')).toBe(true);
  });

  it('is left when the run is undone, and the run says that a part remains', async () => {
    const world = aSagaWorld(input);
    const { run } = await world.done(
      world.saga.start(planPlaybook(rotateCredential, input), { by: 'ada', irreversible: true }),
    );
    await world.clock.advance(2 * DAY);
    await world.done(world.saga.resume(run.id));

    const undone = await world.done(world.saga.undoRun(run.id, 'ada'));

    expect(world.provider.state()).toEqual({ keys: {}, denied: [], secret: 'old' });
    expect(undone.run.state).toBe('stuck');
  });

  it('refuses to confirm a step that waits for nobody', async () => {
    const world = aSagaWorld(input);
    const { run } = await world.done(world.saga.start(planPlaybook(rotateCredential, input), APPROVED));

    await expect(world.saga.confirmStep(run.id, 'contain:fake.stop-key:key-1', 'ada', '')).rejects.toThrow(
      'does not wait',
    );
    await expect(world.saga.confirmStep(run.id, 'no-such-step', 'ada', '')).rejects.toThrow('has no step');
  });
});

describe('the secret of a successor', () => {
  const consumers = [
    { store: 'fake', target: 'ci', reload: '' },
    { store: 'fake', target: 'cd', reload: '' },
  ];
  const input = aPlanInput({ incident: null, bindings: [aBinding({ consumers })] });

  it('is nowhere in the journal', async () => {
    const world = aSagaWorld(input);

    const { run } = await world.done(world.saga.start(planPlaybook(rotateCredential, input), APPROVED));

    expect(world.provider.state().secret).toBe('new-1 secret of new-1');
    expect(JSON.stringify(await world.journal.entries(run.id))).not.toContain('secret of');
    expect(JSON.stringify(world.events)).not.toContain('secret of');
  });

  it('when lost between two deliveries, takes the first delivery and the key with it', async () => {
    const world = aSagaWorld(input);
    const dies = { at: 0 };
    world.provider.react = (call) => {
      if (call === 'deliver ci') dies.at = world.journal.size + 1;
      if (dies.at > 0) world.journal.crashAfter(dies.at);
    };
    await expect(world.done(world.saga.start(planPlaybook(rotateCredential, input), APPROVED))).rejects.toThrow('died');
    world.provider.react = () => undefined;
    world.restart();

    await world.done(world.saga.resume('run-1'));

    expect(world.provider.calls).toEqual([
      'make alice',
      'deliver ci',
      'rollback ci',
      'unmake new-1',
      'make alice',
      'deliver ci',
      'deliver cd',
    ]);
  });

  it('is given up on after three losses', async () => {
    const world = aSagaWorld(input);
    world.provider.fault = (call) => (call.startsWith('make') ? 'after' : null);

    const report = await world.done(world.saga.start(planPlaybook(rotateCredential, input), APPROVED));

    expect(report.run.state).toBe('stuck');
    expect(report.todo.join()).toContain('lost 3 times');
    expect(Object.keys(world.provider.state().keys)).toEqual(['key-1']);
  });
});

describe('undoing a run', () => {
  it('goes backwards and puts back what was there, not what one would expect', async () => {
    const world = aSagaWorld();
    world.provider.setKey('key-1', false);
    const start = world.provider.state();

    const { run } = await world.done(world.saga.start(containPlan(), APPROVED));
    const undone = await world.done(world.saga.undoRun(run.id, 'ada'));

    expect(world.provider.calls.slice(2)).toEqual(['undeny alice', 'unstop key-1']);
    expect(world.provider.state()).toEqual(start);
    expect(undone.run.state).toBe('undone');
  });

  it('names what it could not undo', async () => {
    const world = aSagaWorld();
    const { run } = await world.done(world.saga.start(containPlan(), APPROVED));
    world.provider.faultKind = 'forbidden';
    world.provider.fault = (call) => (call === 'undeny alice' ? 'before' : null);

    const report = await world.done(world.saga.undoRun(run.id, 'ada'));

    expect(report.run.state).toBe('stuck');
    expect(report.todo.join()).toContain('could not be undone');
    expect(world.provider.state().keys['key-1']?.on).toBe(true);
  });

  it('is not resumed', async () => {
    const world = aSagaWorld();
    const { run } = await world.done(world.saga.start(containPlan(), APPROVED));
    await world.done(world.saga.undoRun(run.id, 'ada'));
    const calls = world.provider.calls.length;

    const report = await world.done(world.saga.resume(run.id));

    expect([report.run.state, world.provider.calls.length]).toEqual(['undone', calls]);
  });
});

describe('a run that nobody knows', () => {
  it('is an error that says so', async () => {
    const world = aSagaWorld();

    await expect(world.saga.resume('run-99')).rejects.toThrow('there is no run run-99');
  });
});
