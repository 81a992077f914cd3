import { describe, expect, it } from 'vitest';
import type { ActionDeclaration, ActionTarget } from '../../../src/core/action.ts';
import type { Plan } from '../../../src/core/playbook.ts';
import { missingSteps } from '../../../src/respond/missing-steps.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import type { ActingConnector, PlanInput } from '../../../src/respond/plan-input.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { rotateCredential } from '../../../src/respond/playbooks/rotate-credential.ts';
import { fresh } from '../../../src/respond/records.ts';
import { FAKE_ACTIONS } from '../../support/fake-provider.ts';
import { aBinding, aCredential, anEdge, aPlanInput, NOON } from '../../support/plan-inputs.ts';

const KEYS = ['fake:key-1', 'fake:key-2', 'fake:key-3'];

function action(id: string, change: Partial<ActionDeclaration> = {}): ActionDeclaration {
  const [base] = FAKE_ACTIONS.filter((one) => one.id === id);
  if (base === undefined) throw new Error(`no fake action ${id}`);
  return { ...base, ...change };
}

function offering(actions: readonly ActionDeclaration[], unavailable?: ActingConnector['unavailable']): PlanInput {
  const [first = '', ...others] = KEYS;
  return aPlanInput({
    connectors: [{ id: 'fake', actions, ...(unavailable === undefined ? {} : { unavailable }) }],
    subtree: KEYS.map((id) => aCredential(id, { createdAt: NOON - 1_000 })),
    edges: others.map((id) => anEdge(first, id)),
    bindings: [aBinding({ consumers: [{ store: 'fake', target: 'ci', reload: '' }] })],
  });
}

const targetWith = (change: Partial<ActionTarget>): Pick<ActionDeclaration, 'target'> => ({
  target: (credential, context) => {
    const made = action('fake.stop-key').target(credential, context);
    return made === null || 'refused' in made ? made : { ...made, ...change };
  },
});

const STOP_SEVERAL = action('fake.stop-key', {
  join: {
    most: 2,
    targets: (targets) => ({
      key: targets.map(({ key }) => key).join('+'),
      account: '',
      label: `${String(targets.length)} keys`,
      params: {},
    }),
  },
});

const ids = ({ steps }: Plan): readonly string[] => steps.map(({ id }) => id);

describe('what an action declares of itself decides how a plan goes about it', () => {
  it('several targets become as few steps as the provider takes requests, each for all its credentials', () => {
    const plan = planPlaybook(containCredential, offering([STOP_SEVERAL]));

    expect(ids(plan)).toEqual(['contain:fake.stop-key:key-1+key-2', 'contain:fake.stop-key:key-3']);
    expect(plan.steps.map(({ covers }) => covers)).toEqual([['fake:key-1', 'fake:key-2'], ['fake:key-3']]);
    expect(plan.steps[0]?.target.parts).toEqual(['key-1', 'key-2']);
    expect(plan.steps[0]?.requests[0]?.params).toEqual({ key: 'key-1+key-2' });
  });

  it('a later look that finds fewer of them asks for nothing, one that finds more asks again', () => {
    const plan = planPlaybook(containCredential, offering([STOP_SEVERAL]));
    const done = plan.steps.map((step) => ({
      ...fresh(step),
      state: 'verified' as const,
      receipt: { at: NOON, fields: {} },
    }));
    const [pair, single] = done;
    if (pair === undefined || single === undefined) throw new Error('two steps');
    const alone = { ...plan, steps: [{ ...single.step, target: { ...single.step.target, key: 'key-2' } }] };
    const more = { ...plan, steps: [{ ...pair.step, target: { ...pair.step.target, parts: ['key-1', 'key-9'] } }] };

    expect(missingSteps(alone, done, [], offering([]))).toEqual([]);
    expect(missingSteps(more, done, [], offering([]))).toHaveLength(1);
  });

  it('an action that nobody can carry out is left out with the reason', () => {
    const none = action('fake.stop-key', { mode: 'none', caution: 'Only the provider can.' });

    const plan = planPlaybook(containCredential, offering([none]));

    expect(plan.steps).toEqual([]);
    expect(plan.refused).toContainEqual({
      what: 'fake.stop-key: fake.stop-key key-1',
      why: 'nobody can do that by request: Only the provider can.',
    });
  });

  it('an action that the configuration makes no use of is left out with the reason', () => {
    const unavailable = (id: string): string => (id === 'fake.stop-key' ? 'needs connectors.fake.respond' : '');

    const plan = planPlaybook(containCredential, offering(FAKE_ACTIONS, unavailable));

    expect(ids(plan)).toEqual(['contain:fake.deny-user:alice']);
    expect(plan.refused).toContainEqual({
      what: 'fake.stop-key: fake.stop-key key-1',
      why: 'needs connectors.fake.respond',
    });
  });

  it('an action that another one stands for here is left out without a word', () => {
    const unavailable = (id: string): string | null => (id === 'fake.stop-key' ? null : '');

    const plan = planPlaybook(containCredential, offering(FAKE_ACTIONS, unavailable));

    expect(ids(plan)).toEqual(['contain:fake.deny-user:alice']);
    expect(plan.refused).toEqual([]);
  });

  it('what a stopped credential would make impossible comes before containment, everything else stays in place', () => {
    const make = action('fake.make-key');
    const early: ActionDeclaration = {
      ...make,
      target: (credential, context) => {
        const target = make.target(credential, context);
        return target === null || 'refused' in target ? target : { ...target, first: true };
      },
    };
    const others = FAKE_ACTIONS.filter(({ id }) => id !== make.id);
    const usual = planPlaybook(rotateCredential, offering(FAKE_ACTIONS));

    const plan = planPlaybook(rotateCredential, offering([...others, early]));

    expect(ids(usual)[0]).toBe('contain:fake.stop-key:key-1');
    expect(ids(plan)).toEqual(['issue:fake.make-key:key-1', ...ids(usual).filter((id) => !id.startsWith('issue:'))]);
  });

  it('tells actions whether the plan makes a successor, which must survive it', () => {
    const seen: (boolean | undefined)[] = [];
    const asked = action('fake.stop-key', {
      target: (_credential, context) => {
        seen.push(context.successor);
        return null;
      },
    });
    planPlaybook(containCredential, offering([asked]));
    planPlaybook(rotateCredential, { ...offering([asked]), bindings: [] });
    expect(new Set(seen)).toEqual(new Set([undefined]));
    seen.length = 0;

    planPlaybook(rotateCredential, offering([asked]));

    expect(new Set(seen)).toEqual(new Set([true]));
  });

  it('a successor that a person makes needs no consumer, and is delivered by nobody else', () => {
    const byHand = action('fake.make-key', { mode: 'guided', risk: 'harmless' });
    const others = FAKE_ACTIONS.filter(({ id }) => id !== byHand.id);

    for (const bindings of [[], offering([]).bindings]) {
      const input = { ...offering([...others, byHand]), bindings, incident: null };
      const plan = planPlaybook(rotateCredential, input);
      const drain = plan.steps.find(({ action: id }) => id === 'keywatch.drain');

      expect(plan.steps.map(({ action: id }) => id)).toContain('fake.make-key');
      expect(plan.steps.map(({ action: id }) => id)).not.toContain('keywatch.deliver');
      expect(drain?.after).toEqual(['issue:fake.make-key:key-1']);
    }
  });

  it('says of an offered step what approving the plan leaves out', () => {
    const offered = action('fake.stop-key', targetWith({ offered: true }));

    const plan = planPlaybook(containCredential, offering([offered]));

    expect(plan.steps.map(({ target }) => target.offered)).toEqual([true, true, true]);
  });
});
