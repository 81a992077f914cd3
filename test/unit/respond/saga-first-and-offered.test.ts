import { describe, expect, it } from 'vitest';
import type { ActionDeclaration, ActionTarget } from '../../../src/core/action.ts';
import type { ConnectorActor } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { pauseAfter } from '../../../src/respond/retry.ts';
import { FAKE_ACTIONS } from '../../support/fake-provider.ts';
import { aPlanInput } from '../../support/plan-inputs.ts';
import { aSagaWorld } from '../../support/saga-world.ts';

const APPROVED = { by: 'ada', irreversible: true };

/** The fake actions, with the target of the first changed. */
function withTarget(change: Partial<ActionTarget>): readonly ActionDeclaration[] {
  return FAKE_ACTIONS.map((action, index) =>
    index > 0
      ? action
      : {
          ...action,
          target: (credential, context) => {
            const target = action.target(credential, context);
            return target === null || 'refused' in target ? target : { ...target, ...change };
          },
        },
  );
}

describe('an offered step', () => {
  const input = aPlanInput({ connectors: [{ id: 'fake', actions: withTarget({ offered: true }) }] });
  const plan = planPlaybook(containCredential, input);

  it('is left out by the approval of the plan, and the run is complete without it', async () => {
    const world = aSagaWorld(input);

    const report = await world.done(world.saga.start(plan, APPROVED));

    expect(report.steps.map(({ state, step }) => [step.action, state])).toEqual([
      ['fake.stop-key', 'skipped'],
      ['fake.deny-user', 'verified'],
    ]);
    expect(report.run.state).toBe('completed');
    expect(report.steps[0]?.detail['reason']).toContain(
      `keywatch respond confirm ${report.run.id} contain:fake.stop-key`,
    );
  });

  it('is done when a person confirms it, also in another process', async () => {
    const world = aSagaWorld(input);
    const { run, steps } = await world.done(world.saga.start(plan, APPROVED));
    world.restart();

    const report = await world.done(world.saga.confirmStep(run.id, steps[0]?.step.id ?? '', 'ben', 'asked alice'));

    expect(report.steps[0]).toMatchObject({ state: 'verified', approvedBy: 'ben' });
  });

  it('stays left out however often the run is resumed', async () => {
    const world = aSagaWorld(input);
    const { run } = await world.done(world.saga.start(plan, APPROVED));

    const report = await world.done(world.saga.resume(run.id));

    expect(report.steps[0]?.state).toBe('skipped');
  });
});

describe('a step that containment waits for', () => {
  const transient = new AppError('try again', { code: 'TEST', kind: 'transient' });
  const limited = new AppError('an hour', { code: 'TEST', kind: 'rate-limited', retryAfter: 3_600_000 });

  it('is tried twice at most, and only where the wait is short', () => {
    expect(pauseAfter(transient, 1, true)).toBeLessThanOrEqual(5_000);
    expect(pauseAfter(transient, 2, true)).toBeNull();
    expect(pauseAfter(limited, 1, true)).toBeNull();
  });

  it('is unlike the others, which wait as long as they are told to', () => {
    expect(pauseAfter(limited, 1, false)).toBeGreaterThanOrEqual(3_600_000);
    expect(pauseAfter(transient, 2, false)).not.toBeNull();
    expect(pauseAfter(transient, 5, false)).toBeNull();
  });

  it('lets the others go on when it fails', async () => {
    const input = aPlanInput({ connectors: [{ id: 'fake', actions: withTarget({ first: true }) }] });
    let tries = 0;
    const world = aSagaWorld(input);
    const failing = (actor: ConnectorActor): ConnectorActor => {
      const performer = actor.performers['fake.stop-key'];
      if (performer === undefined) throw new Error('no performer');
      const apply = (): Promise<never> => {
        tries += 1;
        return Promise.reject(limited);
      };
      return { ...actor, performers: { ...actor.performers, 'fake.stop-key': { ...performer, apply } } };
    };
    const broken = aSagaWorld(input, { actors: () => Promise.resolve(failing(world.provider.actor())) });
    const began = broken.clock.now();

    const report = await broken.done(broken.saga.start(planPlaybook(containCredential, input), APPROVED));

    expect(tries).toBe(1);
    expect(report.steps.map(({ state }) => state)).toEqual(['failed', 'verified']);
    expect((report.steps[1]?.receipt?.at ?? Number.POSITIVE_INFINITY) - began).toBeLessThan(5_000);
    expect(report.run.state).toBe('stuck');
  });
});
