import { describe, expect, it } from 'vitest';
import type { Exposure } from '../../../src/core/exposure.ts';
import { judge } from '../../../src/respond/urgency.ts';
import { aBinding, aFinding, anIncident, aPlanInput, NOON } from '../../support/plan-inputs.ts';

function anExposure(change: Partial<Exposure> = {}): Exposure {
  return {
    id: 'exp-1',
    credential: 'fake:key-1',
    fingerprint: '',
    origin: 'scanner-report',
    summary: 'found in a repository',
    place: 'https://git.example/repo',
    public: true,
    secretSeen: true,
    exposedAt: NOON - 60_000,
    reportedAt: NOON,
    ...change,
  };
}

const quiet = anIncident({ findings: [], severity: 'low' });

describe('judging the danger', () => {
  it('stops first when somebody else has used the credential', () => {
    expect(judge(aPlanInput())).toMatchObject({ urgency: 'leak', automatic: true });
  });

  it('stops first when the secret was seen in public, also without foreign use', () => {
    const verdict = judge(aPlanInput({ incident: quiet, exposures: [anExposure()] }));

    expect(verdict).toMatchObject({ urgency: 'leak', automatic: true });
  });

  it('never acts by itself on an identifier, which is not secret', () => {
    const verdict = judge(aPlanInput({ incident: quiet, exposures: [anExposure({ secretSeen: false })] }));

    expect(verdict).toMatchObject({ urgency: 'routine', automatic: false });
    expect(verdict.why).toContain('identifier');
  });

  it('lets the users move first when the secret was seen in a private place', () => {
    const verdict = judge(aPlanInput({ incident: quiet, exposures: [anExposure({ public: false })] }));

    expect(verdict).toMatchObject({ urgency: 'routine', automatic: false });
  });

  it('lets the users move first when availability comes first and nobody has used it yet', () => {
    const bindings = [aBinding({ availabilityFirst: true })];

    expect(judge(aPlanInput({ incident: quiet, exposures: [anExposure()], bindings })).automatic).toBe(false);
    expect(judge(aPlanInput({ exposures: [anExposure()], bindings })).urgency).toBe('leak');
  });

  it('never acts by itself on history', () => {
    const incident = anIncident({ historical: true, findings: [aFinding({ historical: true })] });

    expect(judge(aPlanInput({ incident })).automatic).toBe(false);
  });

  it('takes weak signals and findings without events for no foreign use', () => {
    const findings = [aFinding({ severity: 'low' }), aFinding({ evidence: [] })];

    expect(judge(aPlanInput({ incident: anIncident({ findings }) })).automatic).toBe(false);
  });
});
