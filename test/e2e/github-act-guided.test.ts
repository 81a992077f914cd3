import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPersonReminders } from '../../src/app/watch/person-reminders.ts';
import type { Plan } from '../../src/core/playbook.ts';
import { HOUR } from '../../src/core/time.ts';
import { planPlaybook } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { rotateCredential } from '../../src/respond/playbooks/rotate-credential.ts';
import type { RunReport, Saga } from '../../src/respond/saga-types.ts';
import type { Token } from '../../src/simulate/github/model.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import { aGithubActWorld, leakToken, tokenCredential } from '../support/github-act-world.ts';
import { aGithubInput, aGithubSaga, deliveredTo } from '../support/github-saga.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { anIncident } from '../support/plan-inputs.ts';

const NEW_TOKEN = 'github.new-token';

describe('a run that needs a new personal token', () => {
  let world: GithubActWorld;
  let token: Token;
  let journal: MemoryJournal;
  let input: PlanInput;
  let plan: Plan;
  let saga: Saga;

  beforeEach(async () => {
    world = await aGithubActWorld();
    token = world.github.createToken({ kind: 'classic', owner: 'anna' });
    leakToken(world, token);
    journal = new MemoryJournal();
    const subject = tokenCredential(token);
    input = aGithubInput(world, subject, deliveredTo(subject, 'actions/acme/api/TOKEN'));
    plan = planPlaybook(rotateCredential, input);
    saga = aGithubSaga(world, journal, input);
  });
  afterEach(() => world.close());

  const restart = (): void => {
    journal.restart();
    saga = aGithubSaga(world, journal, input);
  };
  const settled = (work: Promise<RunReport>): Promise<RunReport> => world.clock.runUntil(work);
  const stepOf = (report: RunReport): RunReport['steps'][number] => {
    const found = report.steps.find(({ step }) => step.action === NEW_TOKEN);
    if (found === undefined) throw new Error('no guided step');
    return found;
  };

  it('leads its owner to the page, with the places where the new one goes, and delivers nothing itself', () => {
    const step = plan.steps.find(({ action }) => action === NEW_TOKEN);

    expect(step).toMatchObject({
      mode: 'guided',
      guide: { link: 'https://github.com/settings/tokens', owner: 'team-ci' },
    });
    expect(step?.guide?.steps.join('\n')).toContain('Put the new one into actions/acme/api/TOKEN in github');
    expect(plan.steps.map(({ action }) => action)).not.toContain('keywatch.deliver');
  });

  it('stops the old one at once and waits for the person, also after a restart', async () => {
    await settled(saga.start(plan, { by: 'ada', irreversible: true }));
    await world.clock.advance(60_000);
    restart();
    const [run] = await journal.runs({});
    const report = await settled(saga.resume(run?.id ?? ''));

    expect(world.github.isAlive(token)).toBe(false);
    expect(stepOf(report)).toMatchObject({ state: 'waiting' });
    expect(report.run.state).toBe('waiting');
    expect(report.todo.join(' ')).toContain('team-ci has to: (1) anna opens the page');
    expect(report.todo.join(' ')).toContain(`keywatch respond confirm ${report.run.id} issue:github.new-token:`);
  });

  it('is done once the person says so and GitHub refuses the old one', async () => {
    const { run } = await settled(saga.start(plan, { by: 'ada', irreversible: true }));
    restart();

    const report = await settled(saga.confirmStep(run.id, stepOf(await saga.report(run.id)).step.id, 'anna', 'made'));

    expect(stepOf(report)).toMatchObject({ state: 'verified', detail: { evidence: expect.stringContaining('401') } });
  });

  it('is not done by a word alone as long as GitHub takes the old one', async () => {
    const { run } = await settled(saga.start(plan, { by: 'ada', irreversible: false }));
    expect(world.github.isAlive(token)).toBe(true);

    const id = stepOf(await saga.report(run.id)).step.id;
    const report = await settled(saga.confirmStep(run.id, id, 'anna', 'made'));

    expect(stepOf(report)).toMatchObject({
      state: 'waiting',
      detail: { reason: expect.stringContaining('still takes') },
    });
    token.deadFrom = world.clock.now();
    await world.clock.advance(HOUR);
    expect(stepOf(await settled(saga.resume(run.id)))).toMatchObject({ state: 'verified' });
  });

  it('reminds of the person, and tells everybody when the deadline has passed; the run is stuck then', async () => {
    const { run } = await settled(saga.start(plan, { by: 'ada', irreversible: true }));
    const sent: string[] = [];
    const store = {
      journal,
      incidents: { get: () => Promise.resolve(anIncident()), update: () => Promise.resolve() },
      alerts: {
        enqueue: (entries: readonly { readonly reason: string }[]) =>
          void sent.push(...entries.map((one) => one.reason)),
      },
    };
    const times = { guidedDeadline: 24 * HOUR, guidedReminder: 8 * HOUR };
    const reminders = createPersonReminders(store as never, times);

    await world.clock.advance(9 * HOUR);
    await reminders.tell(world.clock.now());
    await world.clock.advance(16 * HOUR);
    restart();
    const report = await settled(saga.resume(run.id));
    await reminders.tell(world.clock.now());

    expect(sent).toEqual(['person-awaited', 'deadline-missed']);
    expect(stepOf(report)).toMatchObject({
      state: 'failed',
      detail: { reason: expect.stringContaining('nobody did it by') },
    });
    expect(report.run.state).toBe('stuck');
  });
});
