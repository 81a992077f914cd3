import { describe, expect, it } from 'vitest';
import { canonicalJson, hashPlan, idempotencyKeyOf } from '../../../src/respond/hash.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { rotateCredential } from '../../../src/respond/playbooks/rotate-credential.ts';
import { aBinding, aCredential, anEdge, anIncident, aPlanInput, NOON } from '../../support/plan-inputs.ts';

const consumers = [{ store: 'fake', target: 'ci', reload: 'systemctl reload ci' }];

describe('planning containment', () => {
  it('takes every key of the subtree once and every principal once, in the order of the ladder', () => {
    const input = aPlanInput({
      subtree: [aCredential('fake:key-1'), aCredential('fake:key-2')],
      edges: [anEdge('fake:key-1', 'fake:key-2')],
    });

    const plan = planPlaybook(containCredential, input);

    expect(plan.steps.map((step) => step.id)).toEqual([
      'contain:fake.stop-key:key-1',
      'contain:fake.stop-key:key-2',
      'contain:fake.deny-user:alice',
    ]);
    expect(plan.steps[2]?.covers).toEqual(['fake:key-1', 'fake:key-2']);
  });

  it('makes independent steps, so that one that fails does not hold up the others', () => {
    const plan = planPlaybook(containCredential, aPlanInput());

    expect(plan.steps.map((step) => step.after)).toEqual([[], []]);
  });

  it('contains every step that can be undone and none that cannot', () => {
    const plan = planPlaybook(containCredential, aPlanInput());

    expect(new Set(plan.steps.map((step) => step.risk))).toEqual(new Set(['reversible']));
  });

  it('says which sessions needed no step because they had expired', () => {
    const session = aCredential('fake:session-1', { kind: 'session', expiresAt: NOON - 1 });
    const plan = planPlaybook(
      containCredential,
      aPlanInput({ subtree: [aCredential('fake:key-1'), session], edges: [anEdge('fake:key-1', 'fake:session-1')] }),
    );

    expect(plan.refused).toContainEqual({ what: 'fake:session-1', why: expect.stringContaining('expired by') });
    expect(plan.steps.flatMap((step) => step.covers)).not.toContain('fake:session-1');
  });

  it('prints the requests and permissions of each step', () => {
    const [first] = planPlaybook(containCredential, aPlanInput()).steps;

    expect(first?.requests).toEqual([
      { service: 'fake', operation: 'fake.stop-key', params: { key: 'key-1' }, effect: 'write' },
    ]);
    expect(first?.needs).toEqual(['fake.stop-key:permission']);
  });

  it('leaves alone what was minted before the key was suspect, and says so', () => {
    const input = aPlanInput({
      subtree: [aCredential('fake:key-1'), aCredential('fake:old-child', { actor: 'bob' })],
      edges: [anEdge('fake:key-1', 'fake:old-child', { at: NOON - 90 * 86_400_000 })],
    });

    const plan = planPlaybook(containCredential, input);

    expect(JSON.stringify(plan.steps)).not.toContain('old-child');
    expect(plan.refused).toEqual([{ what: 'fake:old-child', why: 'minted before the credential was suspect' }]);
  });

  it('reaches what a suspect child has minted in its turn', () => {
    const input = aPlanInput({
      subtree: ['fake:key-1', 'fake:child', 'fake:grandchild'].map((id) => aCredential(id, { actor: id })),
      edges: [anEdge('fake:key-1', 'fake:child'), anEdge('fake:child', 'fake:grandchild')],
    });

    const plan = planPlaybook(containCredential, input);

    expect(plan.steps.map((step) => step.id)).toContain('contain:fake.stop-key:grandchild');
  });

  it('reaches a key of the same user that appeared since, though its record is late', () => {
    const known = [
      aCredential('fake:fresh', { createdAt: NOON - 1000 }),
      aCredential('fake:old', { createdAt: NOON - 90 * 86_400_000 }),
      aCredential('fake:other', { createdAt: NOON - 1000, actor: 'bob' }),
    ];

    const ids = planPlaybook(containCredential, aPlanInput({ known })).steps.map((step) => step.id);

    expect(ids).toContain('contain:fake.stop-key:fresh');
    expect(ids.join(' ')).not.toMatch(/old|other/);
  });

  it('spares the successor that it made itself', () => {
    const known = [aCredential('fake:successor', { createdAt: NOON - 1000 })];

    const plan = planPlaybook(containCredential, aPlanInput({ known, issued: ['fake:successor'] }));

    expect(JSON.stringify(plan.steps)).not.toContain('successor');
  });

  it('stops the sessions of a user whose key is gone already', () => {
    const input = aPlanInput({ subtree: [aCredential('fake:key-1', { state: 'deleted' })] });

    const plan = planPlaybook(containCredential, input);

    expect(plan.steps.map((step) => step.id)).toEqual(['contain:fake.deny-user:alice']);
  });

  it('has nothing to do about what has expired', () => {
    const input = aPlanInput({ subtree: [aCredential('fake:key-1', { expiresAt: NOON - 1 })] });

    expect(planPlaybook(containCredential, input).steps).toEqual([]);
  });
});

describe('refusing', () => {
  it("refuses Keywatch's own credential by alias", () => {
    const plan = planPlaybook(containCredential, aPlanInput({ own: { aliases: ['fake:key-1'], actors: [] } }));

    expect(plan.steps.map((step) => step.action)).toEqual([]);
    expect(plan.refused.map((one) => one.why)).toContain("fake:key-1 is Keywatch's own credential");
  });

  it("refuses whatever hits Keywatch's own principal, whichever credential it is for", () => {
    const plan = planPlaybook(containCredential, aPlanInput({ own: { aliases: [], actors: ['alice'] } }));

    expect(plan.steps).toEqual([]);
  });

  it('refuses a protected key, and whatever would hit it by way of its user', () => {
    const input = aPlanInput({
      known: [aCredential('fake:break-glass')],
      bindings: [aBinding({ match: 'fake:break-*', protected: true })],
    });

    const plan = planPlaybook(containCredential, input);

    expect(plan.steps.map((step) => step.id)).toEqual(['contain:fake.stop-key:key-1']);
    expect(plan.refused).toEqual([
      { what: 'fake.deny-user: fake.deny-user alice', why: 'fake:break-glass is protected by the configuration' },
    ]);
  });

  it('does not lose protection to a more exact binding that does not repeat it', () => {
    const bindings = [aBinding({ match: 'fake:*', protected: true }), aBinding({ match: 'fake:key-1' })];

    expect(planPlaybook(containCredential, aPlanInput({ bindings })).steps).toEqual([]);
  });
});

describe('the hash of a plan', () => {
  it('is the same for the same input and whatever the time', () => {
    const first = planPlaybook(containCredential, aPlanInput());
    const second = planPlaybook(containCredential, aPlanInput({ now: NOON + 60_000 }));

    expect(second.hash).toBe(first.hash);
  });

  it("is not changed by an attacker's use of the key", () => {
    const use = {
      credential: 'fake:key-1',
      actor: 'alice',
      session: '',
      address: '203.0.113.9',
      tool: 'curl',
      events: 9,
      last: NOON,
    };

    const plan = planPlaybook(containCredential, aPlanInput({ recentUse: [use] }));

    expect(plan.hash).toBe(planPlaybook(containCredential, aPlanInput()).hash);
  });

  it('changes with a step and with what its guards read', () => {
    const plan = planPlaybook(containCredential, aPlanInput());
    const [step] = plan.steps;
    if (step === undefined) throw new Error('no step');

    const fewer = hashPlan({ ...plan, steps: plan.steps.slice(1) });
    const guarded = hashPlan({ ...plan, steps: [{ ...step, guards: { refused: 'yes' } }, ...plan.steps.slice(1)] });

    expect(new Set([plan.hash, fewer, guarded]).size).toBe(3);
  });

  it('does not depend on the order of object keys', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe(canonicalJson({ a: null, b: [{ c: 2, d: 1 }] }));
  });

  it('gives each attempt at each step of each run a key of its own', () => {
    const [a, b] = planPlaybook(containCredential, aPlanInput()).steps;
    if (a === undefined || b === undefined) throw new Error('too few steps');

    const keys = [
      idempotencyKeyOf('run-1', a, 1),
      idempotencyKeyOf('run-1', a, 2),
      idempotencyKeyOf('run-1', b, 1),
      idempotencyKeyOf('run-2', a, 1),
    ];

    expect(new Set(keys).size).toBe(4);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('planning a rotation', () => {
  const names = (plan: { readonly steps: readonly { readonly id: string }[] }): string[] =>
    plan.steps.map((step) => step.id.split(':')[0] ?? '');

  it('as routine moves the users first and stops the old key when it is out of use', () => {
    const plan = planPlaybook(rotateCredential, aPlanInput({ incident: null, bindings: [aBinding({ consumers })] }));

    expect(names(plan)).toEqual(['issue', 'deliver', 'drain', 'retire', 'soak', 'revoke']);
    expect(plan.steps.find((step) => step.id.startsWith('retire'))?.after).toEqual(['drain:keywatch.drain:fake:key-1']);
    expect(JSON.stringify(plan.steps)).not.toContain('deny-user');
  });

  it('after a leak stops the old key first', () => {
    const plan = planPlaybook(rotateCredential, aPlanInput({ bindings: [aBinding({ consumers })] }));

    expect(names(plan)).toEqual(['contain', 'contain', 'issue', 'deliver', 'soak', 'revoke']);
    expect(plan.steps[2]?.after).toEqual([]);
  });

  it('makes no successor that it could give to nobody', () => {
    const plan = planPlaybook(rotateCredential, aPlanInput({ incident: null }));

    expect(plan.steps).toEqual([]);
    expect(plan.refused[0]?.why).toContain('bind a consumer');
  });

  it('delivers to each consumer, and says how they take it up', () => {
    const two = [...consumers, { store: 'fake', target: 'cd', reload: '' }];
    const plan = planPlaybook(rotateCredential, aPlanInput({ bindings: [aBinding({ consumers: two })] }));
    const deliveries = plan.steps.filter((step) => step.capability === 'deliver');

    expect(deliveries.map((step) => step.target.key)).toEqual(['fake/ci', 'fake/cd']);
    expect(deliveries[0]?.caution).toContain('systemctl reload ci');
    expect(deliveries.every((step) => step.after.length === 1)).toBe(true);
  });
});

describe('the impact of a plan', () => {
  const use = {
    credential: 'fake:key-1',
    actor: 'alice',
    session: 'ci-7',
    address: '198.51.100.7',
    tool: 'aws-cli',
    events: 124,
    last: NOON - 60_000,
  };

  it('says which use comes from an address of the incident: that is no workload to spare', () => {
    const incident = anIncident();
    const seen = incident.findings[0]?.evidence[0]?.address ?? '';
    const thief = { ...use, address: seen, tool: 'boto' };

    const { impact } = planPlaybook(containCredential, aPlanInput({ incident, recentUse: [use, thief] }));

    expect(seen).not.toBe('');
    expect(impact.filter((line) => line.includes('an address of this incident'))).toEqual([
      expect.stringContaining(`from ${seen} with boto`),
    ]);
  });

  it('names the workload, the address, the tool and how often', () => {
    const { impact } = planPlaybook(containCredential, aPlanInput({ recentUse: [use] }));

    expect(impact).toEqual([
      'alice (session ci-7) from 198.51.100.7 with aws-cli used fake:key-1: 124 events in 7 days, last 2026-11-23T11:59:00Z',
    ]);
  });

  it('names everybody whom a step that hits a whole principal hits', () => {
    const other = { ...use, credential: 'fake:another-session', session: 'nightly' };

    const { impact } = planPlaybook(containCredential, aPlanInput({ recentUse: [other] }));

    expect(impact).toHaveLength(1);
    expect(impact[0]).toContain('nightly');
  });

  it('leaves out whoever is not hit, and use of more than a week ago', () => {
    const recentUse = [
      { ...use, credential: 'fake:other', actor: 'bob' },
      { ...use, last: NOON - 8 * 86_400_000 },
    ];

    expect(planPlaybook(containCredential, aPlanInput({ recentUse })).impact).toEqual([]);
  });
});
