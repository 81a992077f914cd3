import { describe, expect, it } from 'vitest';
import type { ActionDeclaration, Verification } from '../../../src/core/action.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import type { PlanInput } from '../../../src/respond/plan-input.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { aBinding, aPlanInput } from '../../support/plan-inputs.ts';
import type { SagaWorld } from '../../support/saga-world.ts';
import { aSagaWorld } from '../../support/saga-world.ts';

const guided: ActionDeclaration = {
  id: 'fake.ask-person',
  title: 'Remove the key in the console',
  capability: 'contain',
  mode: 'guided',
  risk: 'harmless',
  needs: [],
  order: 10,
  caution: '',
  target: (credential) => ({ key: credential.id, account: '1', label: credential.id, params: {} }),
  plan: () => [],
  guide: () => ({ link: 'https://console.example/keys', steps: ['Open the keys.', 'Remove it.'] }),
};

const input: PlanInput = aPlanInput({
  connectors: [{ id: 'fake', actions: [guided] }],
  bindings: [aBinding({ owner: 'team-ci' })],
});
const plan = planPlaybook(containCredential, input);
const stepId = plan.steps[0]?.id ?? '';

function worldWhere(answer: Verification): SagaWorld {
  const performer = {
    risk: 'harmless' as const,
    apply: () => Promise.reject(new Error('not us')),
    verify: () => Promise.resolve(answer),
  };
  return aSagaWorld(input, {
    actors: () => Promise.resolve({ performers: { 'fake.ask-person': performer }, close: () => Promise.resolve() }),
  });
}

const start = (world: SagaWorld): Promise<{ readonly run: { readonly id: string; readonly state: string } }> =>
  world.done(world.saga.start(plan, { by: 'ada', irreversible: false }));

describe('a guided step', () => {
  it('waits with a link, the owner, the steps and a deadline, and calls nothing', async () => {
    const world = worldWhere({ kind: 'verified', evidence: 'gone' });

    const { run } = await start(world);

    expect(run.state).toBe('waiting');
    expect((await world.saga.report(run.id)).todo).toEqual([
      `team-ci has to: (1) Open the keys. (2) Remove it. https://console.example/keys Then say so: \`keywatch respond confirm run-1 ${stepId}\`.`,
    ]);
    const [line] = await world.journal.entries(run.id);
    expect(line?.fields).toMatchObject({ owner: 'team-ci', deadline: String(world.clock.now() + 86_400_000) });
  });

  it('keeps waiting when it is resumed without a person', async () => {
    const world = worldWhere({ kind: 'verified', evidence: 'gone' });
    const { run } = await start(world);
    const lines = world.journal.size;

    const report = await world.done(world.saga.resume(run.id));

    expect([report.run.state, world.journal.size]).toEqual(['waiting', lines]);
  });

  it('is confirmed by a person and then checked with the provider all the same', async () => {
    const world = worldWhere({ kind: 'verified', evidence: 'the provider lists no key' });
    const { run } = await start(world);

    const report = await world.done(world.saga.confirmStep(run.id, stepId, 'grace', 'done at noon'));

    expect(report.run.state).toBe('completed');
    expect(report.steps[0]?.detail).toEqual({ evidence: 'the provider lists no key' });
    expect(report.steps[0]?.receipt?.fields).toMatchObject({ confirmedBy: 'grace', note: 'done at noon' });
  });

  it('makes the run stuck when nobody has done it by the deadline, and is asked for again', async () => {
    const world = worldWhere({ kind: 'verified', evidence: 'gone' });
    const { run } = await start(world);
    await world.clock.advance(86_400_000);

    const late = await world.done(world.saga.resume(run.id));
    const again = await world.done(world.saga.resume(run.id));

    expect(late.run.state).toBe('stuck');
    expect(late.todo.join()).toContain('nobody did it by 2026-11-24T12:00:00Z. team-ci has to');
    expect(again.run.state).toBe('waiting');
  });

  it('ends unproven, never completed, when the provider cannot say', async () => {
    const world = worldWhere({ kind: 'unproven', reason: 'attested by grace' });
    const { run } = await start(world);

    const report = await world.done(world.saga.confirmStep(run.id, stepId, 'grace', ''));

    expect(report.run.state).toBe('unproven');
  });

  it('ends stuck when the provider contradicts the person', async () => {
    const world = worldWhere({ kind: 'failed', reason: 'the key is still there' });
    const { run } = await start(world);

    const report = await world.done(world.saga.confirmStep(run.id, stepId, 'grace', ''));

    expect(report.run.state).toBe('stuck');
    expect(report.todo.join()).toContain('the key is still there');
    expect((await world.done(world.saga.confirmStep(run.id, stepId, 'grace', 'now really'))).run.state).toBe('stuck');
  });
});
