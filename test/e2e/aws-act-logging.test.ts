import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planPlaybook } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import type { RunReport } from '../../src/respond/saga-types.ts';
import type { AwsActWorld } from '../support/aws-act-world.ts';
import { anAwsActWorld } from '../support/aws-act-world.ts';
import { anAwsInput, anAwsSaga } from '../support/aws-saga.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { aFinding, anIncident } from '../support/plan-inputs.ts';

let world: AwsActWorld;
beforeEach(async () => {
  world = await anAwsActWorld();
  world.aws.cloud.createBucket({ name: 'trail-bucket' });
});
afterEach(() => world.aws.close());

/** An incident in which the key did this to the trail. */
function inputAfter(action: string, outcome = 'success'): PlanInput {
  const base = anAwsInput(world);
  const [event] = aFinding().evidence;
  if (event === undefined) throw new Error('no event');
  const evidence = [{ ...event, provider: 'aws', action, target: 'main', outcome }];
  const incident = anIncident({ ...base.incident, findings: [aFinding({ evidence })] });
  return { ...base, incident };
}

function contain(input: PlanInput): Promise<RunReport> {
  const saga = anAwsSaga(world, new MemoryJournal(), input);
  return world.done(saga.start(planPlaybook(containCredential, input), { by: 'ada', irreversible: false }));
}

function stop(region: string): void {
  const params = { Name: 'main' };
  const reply = world.aws.cloud.call({ as: world.key, service: 'cloudtrail', action: 'StopLogging', params, region });
  if (!reply.ok) throw new Error(reply.message);
}

const logging = (): readonly boolean[] => [...world.aws.cloud.in().trails.values()].map((trail) => trail.logging);

describe('logging that an intruder stopped', () => {
  it.each(['us-east-1', 'eu-central-1'])('is turned back on where the trail lives, in %s', async (region) => {
    world.aws.cloud.createTrail({ name: 'main', bucket: 'trail-bucket', region });
    stop(region);

    const report = await contain(inputAfter('StopLogging'));

    expect(logging()).toEqual([true]);
    expect(report.run.state).toBe('completed');
    expect(report.steps.at(-1)?.detail).toEqual({ evidence: 'CloudTrail says that trail main is logging' });
  });

  it('stays on when the run is undone', async () => {
    world.aws.cloud.createTrail({ name: 'main', bucket: 'trail-bucket' });
    stop('us-east-1');
    const input = inputAfter('StopLogging');
    const saga = anAwsSaga(world, new MemoryJournal(), input);
    const plan = planPlaybook(containCredential, input);
    const { run } = await world.done(saga.start(plan, { by: 'ada', irreversible: false }));

    await world.done(saga.undoRun(run.id, 'ada'));

    expect(logging()).toEqual([true]);
  });

  it('does not keep the key from being contained when the trail is nowhere to be found', async () => {
    const report = await contain(inputAfter('StopLogging'));

    expect(report.run.state).toBe('stuck');
    expect(report.todo.join()).toContain('make it again from your own templates');
    expect(world.aws.cloud.user('ci').keys[0]?.state.latest).toBe('Inactive');
  });

  it('asks a person to make a deleted trail again, and checks that it logs', async () => {
    const input = inputAfter('DeleteTrail');
    const saga = anAwsSaga(world, new MemoryJournal(), input);
    const plan = planPlaybook(containCredential, input);
    const waiting = await world.done(saga.start(plan, { by: 'ada', irreversible: false }));
    const step = plan.steps.at(-1)?.id ?? '';

    const early = await world.done(saga.confirmStep(waiting.run.id, step, 'grace', ''));
    world.aws.cloud.createTrail({ name: 'main', bucket: 'trail-bucket' });
    const done = await world.done(saga.resume(waiting.run.id));

    expect(waiting.todo.join()).toContain('trail main was deleted');
    expect(early.todo.join()).toContain('trail main is gone');
    expect(done.run.state).toBe('unproven');
  });

  it('is not touched when the intruder was refused', async () => {
    const report = await contain(inputAfter('StopLogging', 'denied'));

    expect(report.steps.map((one) => one.step.action)).not.toContain('aws.restore-logging');
  });
});
