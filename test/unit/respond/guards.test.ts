import { describe, expect, it } from 'vitest';
import { brokenGuard, factsOf } from '../../../src/respond/guards.ts';
import { guardFactsOf, planPlaybook } from '../../../src/respond/plan.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { aBinding, aCredential, anIncident, aPlanInput } from '../../support/plan-inputs.ts';

const [step] = planPlaybook(containCredential, aPlanInput()).steps;
if (step === undefined) throw new Error('no step');

describe('guards', () => {
  it('hold while nothing that they read has changed', () => {
    expect(brokenGuard(step, factsOf(step, guardFactsOf(aPlanInput())))).toBeNull();
  });

  it('break when the credential has become protected', () => {
    const now = factsOf(step, guardFactsOf(aPlanInput({ bindings: [aBinding({ protected: true })] })));

    expect(brokenGuard(step, now)).toContain('protected');
  });

  it('break when the credential has become our own', () => {
    const now = factsOf(step, guardFactsOf(aPlanInput({ own: { aliases: ['fake:key-1'], actors: [] } })));

    expect(brokenGuard(step, now)).toContain("Keywatch's own");
  });

  it('break when the incident has been closed', () => {
    const now = factsOf(step, guardFactsOf(aPlanInput({ incident: anIncident({ status: 'closed' }) })));

    expect(brokenGuard(step, now)).toContain('closed');
  });

  it('break when the credential speaks for somebody else', () => {
    const now = factsOf(step, guardFactsOf(aPlanInput({ subtree: [aCredential('fake:key-1', { actor: 'bob' })] })));

    expect(brokenGuard(step, now)).toContain('bob');
  });

  it('hold when the credential is no longer known, as after an intruder deleted it', () => {
    const now = factsOf(step, guardFactsOf(aPlanInput({ subtree: [] })));

    expect(brokenGuard(step, now)).toBeNull();
  });

  it('hold when only the use of the credential has changed', () => {
    const subtree = [aCredential('fake:key-1', { state: 'inactive', lastUsed: 1 })];

    expect(brokenGuard(step, factsOf(step, guardFactsOf(aPlanInput({ subtree }))))).toBeNull();
  });
});
