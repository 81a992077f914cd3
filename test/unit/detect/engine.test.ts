import { describe, expect, it } from 'vitest';
import {
  AWAY,
  committed,
  DAY,
  detectorsOf,
  HOUR,
  MINUTE,
  play,
  routine,
  START,
  type StoryEvent,
  storyEngine,
} from './support/story.ts';
import { testRule } from './support/test-rules.ts';

const RULES = [testRule('bad', 'high'), testRule('worse', 'critical'), testRule('odd', 'medium')];
const bad = (at: number, rule = 'bad', part: Partial<StoryEvent> = {}): StoryEvent => ({
  at,
  hits: [{ rule }],
  ...part,
});

describe('incidents', () => {
  it('are opened by one high finding', () => {
    const { incidents } = play([bad(START)], { rules: RULES });

    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      subject: { kind: 'credential', id: 'acme:KEY0001' },
      title: 'Key KEY0001 of ci-deploy: did something',
      status: 'open',
      historical: false,
      severity: 'high',
      score: 50,
      credentials: ['acme:KEY0001'],
      firstEvent: START,
      lastEvent: START,
    });
  });

  it('are not opened by a medium one, which is kept as a finding', () => {
    const commit = play([bad(START, 'odd')], { rules: RULES });

    expect(commit.incidents).toEqual([]);
    expect(commit.findings).toHaveLength(1);
  });

  it('gather signals: new network, tool and country of one key', () => {
    const commit = play([...routine(8), { at: START, context: { address: AWAY, agent: 'curl/8' } }]);

    expect(detectorsOf(commit)).toEqual(['first-country-for-key', 'first-network-for-key', 'first-tool-for-key']);
    expect(commit.incidents[0]).toMatchObject({ score: 45, severity: 'medium' });
  });

  it('are about the principal where no credential can be named', () => {
    const { incidents } = play([bad(START, 'bad', { context: { credential: '', credentialKind: 'none' } })], {
      rules: RULES,
    });

    expect(incidents[0]?.subject).toEqual({ kind: 'principal', id: 'acme:user/ci-deploy' });
  });

  it('are about the principal of sessions that nobody in sight has minted', () => {
    const context = { credentialKind: 'session', actorKind: 'role', actor: 'role/app', session: 'anna' } as const;
    const { incidents } = play(
      [
        bad(START, 'bad', { context: { ...context, credential: 'S1' } }),
        bad(START + MINUTE, 'odd', { context: { ...context, credential: 'S2' } }),
      ],
      { rules: RULES },
    );

    expect(incidents.map((incident) => incident.subject)).toEqual([{ kind: 'principal', id: 'acme:role/app/anna' }]);
    expect(incidents[0]?.credentials).toEqual(['acme:S1', 'acme:S2']);
  });

  it('are about the role where session names are made up anew each time', () => {
    const context = { credentialKind: 'session', actorKind: 'role', actor: 'role/app' } as const;
    const { incidents } = play(
      ['sdk-1688990082523310002', 'sdk-1688990565286187801'].map((session, index) =>
        bad(START + index, 'bad', { context: { ...context, session, credential: `S${index}` } }),
      ),
      { rules: RULES },
    );

    expect(incidents.map((incident) => incident.subject.id)).toEqual(['acme:role/app']);
  });

  it('are about one workload, not about all of its role', () => {
    const context = { credentialKind: 'session', actorKind: 'workload', actor: 'role/app' } as const;
    const { incidents } = play(
      ['m1', 'm2'].map((session, index) =>
        bad(START + index, 'bad', { context: { ...context, session, credential: session } }),
      ),
      { rules: RULES },
    );

    expect(incidents.map((incident) => incident.subject.id).sort()).toEqual(['acme:role/app/m1', 'acme:role/app/m2']);
  });

  it('are about the source where a record names nobody', () => {
    const { incidents } = play(
      [bad(START, 'bad', { context: { credential: '', credentialKind: 'none', actor: '', actorKind: 'unknown' } })],
      { rules: RULES },
    );

    expect(incidents[0]?.subject).toEqual({ kind: 'source', id: 'acme:acme.trail' });
  });

  it('take in what the credential minted since the first evidence', () => {
    const { incidents } = play(
      [
        bad(START, 'bad', {
          minted: [
            { alias: 'S1', kind: 'session' },
            { alias: 'NEWKEY', kind: 'key', actor: 'user/other' },
          ],
        }),
        bad(START + MINUTE, 'odd', { context: { credential: 'NEWKEY', actor: 'user/other' } }),
      ],
      { rules: RULES },
    );

    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.credentials).toEqual(['acme:KEY0001', 'acme:NEWKEY', 'acme:S1']);
    expect(incidents[0]?.score).toBe(75);
  });

  it('take in what their credential makes afterwards, also when nothing else is found about it', () => {
    const engine = storyEngine({ rules: RULES });
    engine.accept(committed([{ at: START, hits: [{ rule: 'bad' }] }], 1));
    const first = engine.advance('all');
    engine.accept(committed([{ at: START + HOUR, minted: [{ alias: 'HOOK', kind: 'webhook-secret' }] }], 2));
    const second = engine.advance('all');

    expect(second.incidents).toMatchObject([
      { id: first.incidents[0]?.id, credentials: ['acme:HOOK', 'acme:KEY0001'] },
    ]);
    expect(second.alerts).toEqual([]);
  });

  it('merge when the parent turns out to be the source of it', () => {
    const engine = storyEngine({ rules: RULES });
    engine.accept(
      committed(
        [
          { at: START, minted: [{ alias: 'S1' }] },
          bad(START + MINUTE, 'bad', { context: { credential: 'S1', credentialKind: 'session' } }),
        ],
        1,
      ),
    );
    const first = engine.advance('all');
    engine.accept(committed([bad(START + 2 * MINUTE, 'worse')], 2));
    const second = engine.advance('all');

    expect(first.incidents[0]?.subject.id).toBe('acme:S1');
    expect(second.incidents[0]?.subject.id).toBe('acme:KEY0001');
    expect(second.merged).toMatchObject([{ from: first.incidents[0]?.id, into: second.incidents[0]?.id }]);
    expect(second.incidents[0]?.findings).toHaveLength(2);
  });

  it('keep their id as they grow', () => {
    const engine = storyEngine({ rules: RULES });
    engine.accept(committed([bad(START)], 1));
    const first = engine.advance('all').incidents[0];
    engine.accept(committed([bad(START + HOUR, 'odd')], 2));

    expect(engine.advance('all').incidents[0]).toMatchObject({ id: first?.id, score: 75 });
  });

  it('start anew after a person closed one', () => {
    const engine = storyEngine({ rules: RULES });
    engine.accept(committed([bad(START)], 1));
    const first = engine.advance('all').incidents[0];
    engine.closeIncident(first?.id ?? '', 'malicious');
    engine.accept(committed([bad(START + HOUR, 'worse')], 2));

    expect(engine.advance('all').incidents.map((incident) => incident.id)).not.toContain(first?.id);
  });
});

describe('history', () => {
  it('opens historical incidents and one digest instead of a page', () => {
    const { incidents, alerts, findings } = play([bad(START, 'worse')], { rules: RULES, seenAt: START + DAY });

    expect(findings[0]?.historical).toBe(true);
    expect(incidents[0]?.historical).toBe(true);
    expect(alerts.map((alert) => alert.reason)).toEqual(['digest']);
  });

  it('becomes the present when something new happens', () => {
    const engine = storyEngine({ rules: RULES });
    engine.accept(committed([bad(START, 'worse')], 1, START + DAY));
    engine.advance('all');
    engine.accept(committed([bad(START + DAY, 'odd')], 2));
    const { incidents, alerts } = engine.advance('all');

    expect(incidents[0]?.historical).toBe(false);
    expect(alerts.map((alert) => alert.reason)).toEqual(['first']);
  });
});

describe('what a baseline learns', () => {
  it('is not what happens in an open incident', () => {
    const thief = { address: AWAY, agent: 'curl/8' };
    const engine = storyEngine({ rules: RULES });
    engine.accept(committed([...routine(8), bad(START, 'worse', { context: thief })], 1, START));
    engine.advance('all');
    engine.reportExposure(
      {
        id: 'x',
        credential: 'acme:KEY0001',
        fingerprint: '',
        origin: 'manual',
        summary: 'leaked',
        place: '',
        public: false,
        secretSeen: true,
        exposedAt: START + HOUR,
        reportedAt: START + HOUR,
      },
      START + HOUR,
    );
    engine.accept(committed([{ at: START + 2 * HOUR, context: thief }], 2));
    const leaked = engine.advance('all').findings.find((finding) => finding.detector === 'leaked-key-in-use');

    expect(leaked?.severity).toBe('critical');
  });

  it('is cleared when a person calls the incident benign', () => {
    const moved = { address: AWAY, agent: 'curl/8' };
    const engine = storyEngine({ rules: RULES });
    engine.accept(committed([...routine(8), bad(START, 'worse', { context: moved })], 1, START));
    engine.closeIncident(engine.advance('all').incidents[0]?.id ?? '', 'benign');
    engine.reportExposure(
      {
        id: 'x',
        credential: 'acme:KEY0001',
        fingerprint: '',
        origin: 'manual',
        summary: 'leaked',
        place: '',
        public: false,
        secretSeen: true,
        exposedAt: START + HOUR,
        reportedAt: START + HOUR,
      },
      START + HOUR,
    );
    engine.accept(committed([{ at: START + 2 * HOUR, context: moved }], 2));
    const leaked = engine.advance('all').findings.find((finding) => finding.detector === 'leaked-key-in-use');

    expect(leaked?.severity).toBe('high');
  });

  it('goes on with the successor of a rotated key', () => {
    const engine = storyEngine();
    engine.accept(committed(routine(8), 1, START));
    engine.advance('all');
    engine.inherit('acme:KEY0001', 'acme:KEY0002');
    engine.accept(committed([{ at: START, context: { credential: 'KEY0002', address: AWAY } }], 2));

    expect(detectorsOf(engine.advance('all'))).toContain('first-network-for-key');
  });
});

describe('credentials of a commit', () => {
  it('are those that were seen, with first and last use', () => {
    const { credentials } = play([{ at: START }, { at: START + HOUR }]);

    expect(credentials).toEqual([
      expect.objectContaining({
        id: 'acme:KEY0001',
        kind: 'key',
        actor: 'user/ci-deploy',
        firstSeen: START,
        lastUsed: START + HOUR,
      }),
    ]);
  });

  it('leave out rows that no detector can say anything about', () => {
    const nobody = {
      credential: '',
      credentialKind: 'none',
      actor: 'logs',
      actorKind: 'service',
      address: 'logs.example',
    } as const;

    expect(play(Array.from({ length: 50 }, (_, index) => ({ at: START + index, context: nobody })))).toMatchObject({
      credentials: [],
      findings: [],
    });
  });
});
