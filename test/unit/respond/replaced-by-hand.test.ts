import { describe, expect, it } from 'vitest';
import type { ActionDeclaration } from '../../../src/core/action.ts';
import type { Plan } from '../../../src/core/playbook.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import type { PlanInput } from '../../../src/respond/plan-input.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { rotateCredential } from '../../../src/respond/playbooks/rotate-credential.ts';
import { FAKE_ACTIONS } from '../../support/fake-provider.ts';
import { aBinding, aCredential, anIncident, aPlanInput, NOON } from '../../support/plan-inputs.ts';

/** As of a provider whose keys are replaced in its console alone, and whose events do not tell them apart. */
const replaceByHand: ActionDeclaration = {
  id: 'fake.replace',
  title: 'Replace the key in the console',
  capability: 'contain',
  mode: 'guided',
  risk: 'irreversible',
  replaces: true,
  needs: [],
  order: 10,
  caution: '',
  target: (credential, { approach, subject }) => {
    if (approach !== 'cut' && approach !== 'replace') return null;
    const some = { key: 'any', account: '1', label: 'whichever key it was', params: {}, usedBy: 'alice' };
    return subject === '' ? some : { key: credential.id, account: '1', label: credential.id, params: { approach } };
  },
  plan: () => [],
  guide: (_target, evidence = []) => ({
    link: 'https://console.example/keys',
    steps: [`Look at ${evidence.map(({ eventId }) => eventId).join(', ')}.`, 'Replace it.'],
  }),
};

const input = (change: Partial<PlanInput> = {}): PlanInput =>
  aPlanInput({ connectors: [{ id: 'fake', actions: [replaceByHand] }], bindings: [], ...change });
const names = (plan: Plan): readonly string[] => plan.steps.map(({ id }) => id.slice(0, id.indexOf(':')));

describe('rotating a credential that only a person can replace', () => {
  it('is one step for that person, without a word about what no API does', () => {
    const plan = planPlaybook(rotateCredential, input({ incident: null }));

    expect(names(plan)).toEqual(['replace']);
    expect(plan.steps[0]?.target.params).toEqual({ approach: 'replace' });
    expect(plan.refused).toEqual([]);
  });

  it('stops it first in a leak, and asks for nothing else either', () => {
    const plan = planPlaybook(rotateCredential, input());

    expect(names(plan)).toEqual(['contain']);
    expect(plan.steps[0]?.target.params).toEqual({ approach: 'cut' });
    expect(plan.refused).toEqual([]);
  });

  it('issues nothing beside it, also where that could be done', () => {
    const actions = [...FAKE_ACTIONS, replaceByHand];
    const bindings = [aBinding({ consumers: [{ store: 'fake', target: 'app/ci', reload: '' }] })];
    const plan = planPlaybook(
      rotateCredential,
      aPlanInput({ connectors: [{ id: 'fake', actions }], bindings, incident: null }),
    );

    expect(plan.steps.map(({ capability }) => capability)).not.toContain('issue');
  });
});

describe('what a guided step asks for', () => {
  const [ci, shop] = [aCredential('fake:key-1'), aCredential('fake:shop')];
  const consumers = [{ store: 'vault', target: 'app/ci', reload: 'restart ci' }];

  it('names everybody who has to get the successor, and whom to ask', () => {
    const plan = planPlaybook(containCredential, input({ bindings: [aBinding({ owner: 'team-ci', consumers })] }));

    expect(plan.steps[0]?.guide).toMatchObject({ owner: 'team-ci', link: 'https://console.example/keys' });
    expect(plan.steps[0]?.guide?.steps.at(-1)).toBe('Put the new one into app/ci in vault, then: restart ci.');
  });

  it('shows the events of the incident, where a person may find out more', () => {
    expect(planPlaybook(containCredential, input()).steps[0]?.guide?.steps[0]).toBe('Look at e1.');
  });

  const aboutAll = (change: Partial<PlanInput> = {}): Plan =>
    planPlaybook(
      containCredential,
      input({
        incident: anIncident({ subject: { kind: 'principal', id: 'fake:alice' } }),
        subject: '',
        subtree: [ci, shop],
        ...change,
      }),
    );
  const bindings = [
    aBinding({ match: 'fake:key-1', name: 'ci', owner: 'team-ci', consumers }),
    aBinding({
      match: 'fake:shop',
      name: 'shop',
      owner: 'team-shop',
      consumers: [{ store: 'vault', target: 'shop', reload: '' }],
    }),
  ];

  it('is asked for once where nobody can tell which credential it was, for all that it may have been', () => {
    const { steps } = aboutAll({ bindings });

    expect(steps.map(({ covers }) => covers)).toEqual([['fake:key-1', 'fake:shop']]);
    expect(steps[0]?.guide?.owner).toBe('team-ci, team-shop');
    expect(steps[0]?.guide?.steps.slice(-2)).toEqual([
      'Put the new one into app/ci in vault if it was ci, then: restart ci.',
      'Put the new one into shop in vault if it was shop.',
    ]);
  });

  it.each(['fake:key-1', 'fake:shop'])('leaves out %s alone, where nobody may touch that', (match) => {
    const { steps, refused } = aboutAll({ bindings: [aBinding({ match, protected: true })] });

    expect(steps.map(({ covers }) => covers)).toEqual([[match === 'fake:shop' ? 'fake:key-1' : 'fake:shop']]);
    expect(refused).toEqual([
      { what: `Replace the key in the console: ${match}`, why: `${match} is protected by the configuration` },
    ]);
  });

  it('is shown to break whatever its actor does where events name no credential', () => {
    const use = { actor: 'alice', session: '', address: '', tool: '', events: 3, last: NOON - 1000 };
    const recentUse = [
      { ...use, credential: '' },
      { ...use, credential: '', actor: 'bob' },
    ];

    expect(aboutAll({ recentUse }).impact).toEqual([
      expect.stringContaining('alice used a key that its events do not name: 3 events in 7 days'),
    ]);
  });
});
