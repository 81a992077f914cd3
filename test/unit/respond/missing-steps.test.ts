import { describe, expect, it } from 'vitest';
import type { Verification } from '../../../src/core/action.ts';
import type { PlanStep } from '../../../src/core/playbook.ts';
import { missingSteps } from '../../../src/respond/missing-steps.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import type { StepRecord } from '../../../src/respond/records.ts';
import { fresh } from '../../../src/respond/records.ts';
import { aCredential, anEdge, aPlanInput, NOON } from '../../support/plan-inputs.ts';

const input = aPlanInput();
const plan = planPlaybook(containCredential, input);
const verified: Verification = { kind: 'verified', evidence: '' };

function done(step: PlanStep, change: Partial<StepRecord> = {}): StepRecord {
  return { ...fresh(step), state: 'verified', before: {}, receipt: { at: NOON, fields: {} }, ...change };
}

describe('what containment still lacks', () => {
  it('is nothing when all is done and still in place', () => {
    const records = plan.steps.map((step) => done(step));
    const rechecks = records.map((record) => ({ record, result: verified }));

    expect(missingSteps(plan, records, rechecks, input)).toEqual([]);
  });

  it('is everything that no step has done', () => {
    expect(missingSteps(plan, [], [], input).map((one) => one.step.id)).toEqual(plan.steps.map((step) => step.id));
  });

  it.each(['failed', 'not-yet'] as const)('is a step that the provider now calls %s', (kind) => {
    const records = plan.steps.map((step) => done(step));
    const result: Verification =
      kind === 'failed' ? { kind, reason: 'gone' } : { kind, reason: 'gone', retryAfter: 1000 };
    const rechecks = records.map((record, index) => ({ record, result: index === 0 ? result : verified }));

    const missing = missingSteps(plan, records, rechecks, input);

    expect(missing.map((one) => [one.step.id, one.why])).toEqual([
      ['contain:fake.stop-key:key-1#2', 'no longer in place: gone'],
    ]);
  });

  it('is not a revocation that the provider has not finished: it would be asked for twice', () => {
    const [first, ...rest] = plan.steps.map((step, index) =>
      index === 0 ? done({ ...step, risk: 'irreversible' }, { state: 'waiting' }) : done(step),
    );
    if (first === undefined) throw new Error('no step');
    const slow: Verification = { kind: 'not-yet', reason: 'still taken', retryAfter: 1000 };
    const rechecks = [{ record: first, result: slow }, ...rest.map((record) => ({ record, result: verified }))];

    expect(missingSteps(plan, [first, ...rest], rechecks, input)).toEqual([]);
  });

  it('looks at the last of several that did the same', () => {
    const [step] = plan.steps;
    if (step === undefined) throw new Error('no step');
    const first = done(step);
    const second = done({ ...step, id: `${step.id}#2` });
    const rest = plan.steps.slice(1).map((one) => done(one));
    const rechecks = [
      { record: first, result: { kind: 'failed', reason: 'old' } as const },
      ...[second, ...rest].map((record) => ({ record, result: verified })),
    ];

    expect(missingSteps(plan, [first, second, ...rest], rechecks, input)).toEqual([]);
  });

  it('is a principal-wide step again for a session minted after it acted', () => {
    const session = aCredential('fake:late-session', { kind: 'key' });
    const later = aPlanInput({
      subtree: [aCredential('fake:key-1'), session],
      edges: [anEdge('fake:key-1', 'fake:late-session', { at: NOON + 3000 })],
    });
    const records = plan.steps.map((step) => done(step));
    const rechecks = records.map((record) => ({ record, result: verified }));

    const missing = missingSteps(planPlaybook(containCredential, later), records, rechecks, later);

    expect(missing.map((one) => one.why)).toEqual([
      'new: fake.stop-key late-session',
      'minted after we acted: fake:late-session',
    ]);
  });

  it('is nothing that a person has undone, and nothing that was never done', () => {
    const records = plan.steps.map((step, index) =>
      index === 0 ? done(step, { state: 'undone' }) : done(step, { state: 'failed', receipt: null }),
    );

    expect(missingSteps(plan, records, [], input)).toEqual([]);
  });

  it('is never a revocation: that needs an approval of its own', () => {
    const [step] = plan.steps;
    if (step === undefined) throw new Error('no step');

    expect(missingSteps({ ...plan, steps: [{ ...step, capability: 'revoke' }] }, [], [], input)).toEqual([]);
  });
});
