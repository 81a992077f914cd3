import { describe, expect, it } from 'vitest';
import type { Note } from '../../../src/core/event.ts';
import type { Exposure } from '../../../src/core/exposure.ts';
import type { DetectionCommit } from '../../../src/core/ports.ts';
import {
  AWAY,
  committed,
  DAY,
  detectorsOf,
  HOUR,
  MINUTE,
  OFFICE,
  play,
  routine,
  START,
  type StoryEvent,
  storyEngine,
} from './support/story.ts';
import { testRule } from './support/test-rules.ts';

const EXPOSURE: Exposure = {
  id: 'exposure-1',
  credential: 'acme:KEY0001',
  fingerprint: '',
  origin: 'manual',
  summary: 'found in a public repository',
  place: 'example/repo',
  public: true,
  secretSeen: true,
  exposedAt: START - 2 * DAY,
  reportedAt: START,
};

/** Reports an exposure after these events, then plays more. */
function reported(
  before: readonly StoryEvent[],
  exposure: Exposure,
  after: readonly StoryEvent[] = [],
): DetectionCommit {
  const engine = storyEngine();
  if (before.length > 0) engine.accept(committed(before, 1, START));
  engine.advance('all');
  engine.reportExposure(exposure, START);
  if (after.length > 0) engine.accept(committed(after, 2));
  return engine.advance('all');
}

const inUse = (commit: DetectionCommit): readonly string[] =>
  commit.findings.filter((finding) => finding.detector === 'leaked-key-in-use').map((finding) => finding.severity);

describe('a leak reported from outside', () => {
  it('opens an incident by itself when the secret was seen', () => {
    const { incidents, exposures } = reported([], EXPOSURE);

    expect(exposures).toEqual([EXPOSURE]);
    expect(incidents[0]).toMatchObject({ severity: 'high', historical: false, exposures: ['exposure-1'] });
  });

  it('opens none when only the identifier was seen', () => {
    const commit = reported([], { ...EXPOSURE, secretSeen: false });

    expect(commit.incidents).toEqual([]);
    expect(commit.findings.map((finding) => finding.severity)).toEqual(['low']);
  });

  it('finds use since exposure in memory: high from a known network', () => {
    expect(inUse(reported(routine(8), EXPOSURE))).toEqual(['high']);
  });

  it('finds use since exposure in memory: critical from a new one', () => {
    const thief = { at: START - DAY, context: { address: AWAY } };

    expect(inUse(reported([...routine(8), thief], EXPOSURE)).toSorted()).toEqual(['critical', 'high']);
  });

  it('finds nothing where the key was not used since', () => {
    expect(inUse(reported(routine(8), { ...EXPOSURE, exposedAt: START - HOUR }))).toEqual([]);
  });

  it('watches the key from then on', () => {
    const commit = reported(routine(8), { ...EXPOSURE, exposedAt: START - HOUR }, [
      { at: START + MINUTE, context: { address: AWAY } },
    ]);

    expect(inUse(commit)).toEqual(['critical']);
  });

  it('by identifier only counts use from a known network for nothing, from a new one a little', () => {
    const idOnly = { ...EXPOSURE, secretSeen: false, exposedAt: START - HOUR };

    expect(inUse(reported(routine(8), idOnly, [{ at: START + MINUTE }]))).toEqual([]);
    expect(inUse(reported(routine(8), idOnly, [{ at: START + MINUTE, context: { address: AWAY } }]))).toEqual([
      'medium',
    ]);
  });

  it.each([
    ['leaves an incident of the past in the past when only the identifier was seen', false],
    ['makes an incident of the past one of today when the secret was seen', true],
  ])('%s', (_, secretSeen) => {
    const engine = storyEngine({ rules: [testRule('logging', 'critical')] });
    const past = routine(8).map((event) => ({ ...event, at: event.at - 40 * DAY }));
    const theft = { at: START - 40 * DAY, context: { address: AWAY }, hits: [{ rule: 'logging' }] };
    engine.accept(committed([...past, theft], 1, START));
    expect(engine.advance('all').incidents).toMatchObject([{ historical: true }]);

    engine.reportExposure({ ...EXPOSURE, secretSeen, exposedAt: START - 41 * DAY }, START);
    const { incidents, findings } = engine.advance('all');
    expect(findings.map(({ detector }) => detector)).toContain('leaked-key-in-use');
    expect(incidents.filter(({ historical }) => !historical)).toHaveLength(secretSeen ? 1 : 0);
  });

  it('says each network once, however often it is used', () => {
    const uses = Array.from({ length: 20 }, (_, index) => ({
      at: START + MINUTE + index * 1000,
      context: { address: AWAY },
    }));

    expect(inUse(reported(routine(8), { ...EXPOSURE, exposedAt: START - HOUR }, uses))).toHaveLength(1);
  });

  it('is taken in once', () => {
    const engine = storyEngine();
    engine.reportExposure(EXPOSURE, START);
    engine.advance('all');
    engine.reportExposure(EXPOSURE, START);

    expect(engine.advance('all')).toMatchObject({ exposures: [], findings: [] });
  });

  it('attaches the events that the caller looked up', () => {
    const engine = storyEngine();
    engine.accept(committed(routine(8), 1, START));
    engine.advance('all');
    const use = {
      eventId: 'e',
      time: START - DAY - HOUR,
      provider: 'acme',
      credential: 'acme:KEY0001',
      actor: '',
      action: 'Read',
      target: '',
      address: '',
      tool: '',
      outcome: 'success',
    };
    engine.reportExposure(EXPOSURE, START, [use]);

    const leaked = engine.advance('all').findings.find((finding) => finding.detector === 'leaked-key-in-use');
    expect(leaked?.evidence).toEqual([use]);
  });
});

describe('a leak that the provider reports in its records', () => {
  const note: Note = {
    kind: 'exposure',
    alias: '',
    actor: 'user/ci-deploy',
    origin: 'provider-quarantine',
    summary: 'key found in public',
    place: '',
    public: true,
  };
  const byProvider = { credential: '', credentialKind: 'none', address: '' } as const;
  const RULES = [testRule('quarantine', 'critical')];
  const quarantine: StoryEvent = { at: START, context: byProvider, notes: [note], hits: [{ rule: 'quarantine' }] };

  it('belongs to the only key of the user that it names, and so does the rule that saw it', () => {
    const { incidents } = play([...routine(8), quarantine], { rules: RULES });

    expect(incidents.map((incident) => incident.subject.id)).toEqual(['acme:KEY0001']);
    expect(incidents[0]?.parts.map((part) => part.detector).toSorted()).toEqual(['credential-exposed', 'quarantine']);
  });

  it('belongs to the user where that has several keys, and concerns the use of each', () => {
    const other = { at: START - HOUR, context: { credential: 'KEY0002' } };
    const commit = play(
      [...routine(8), other, quarantine, { at: START + MINUTE, context: { credential: 'KEY0002', address: AWAY } }],
      { rules: RULES },
    );

    expect(commit.incidents.map((incident) => incident.subject.id).toSorted()).toEqual([
      'acme:KEY0002',
      'acme:user/ci-deploy',
    ]);
    expect(detectorsOf(commit)).toContain('leaked-key-in-use');
  });

  it('belongs to the key that it names', () => {
    const named = play([{ ...quarantine, notes: [{ ...note, alias: 'KEY0009' }] }], { rules: RULES });

    expect(named.incidents[0]?.subject).toEqual({ kind: 'credential', id: 'acme:KEY0009' });
    expect(named.exposures[0]).toMatchObject({ credential: 'acme:KEY0009', secretSeen: true });
  });
});

describe('what came out of a leaked key', () => {
  const child = { credential: 'S1', credentialKind: 'session' as const };
  const stolen: readonly StoryEvent[] = [{ at: START + MINUTE, context: { address: AWAY }, minted: [{ alias: 'S1' }] }];
  const later = (event: Omit<StoryEvent, 'at'>): readonly string[] =>
    inUse(reported(routine(8), EXPOSURE, [...stolen, { ...event, at: START + 2 * MINUTE }]));
  const alone = inUse(reported(routine(8), EXPOSURE, stolen));

  it('is the same news where the key itself was used from there', () => {
    expect(later({ context: { ...child, address: AWAY } })).toEqual(alone);
  });

  it('is news from anywhere else, and where the use of the key was refused', () => {
    const refused = stolen.map((event) => ({ ...event, operation: { outcome: 'denied' as const } }));
    const use = { at: START + 2 * MINUTE, context: { ...child, address: AWAY } };

    expect(later({ context: { ...child, address: OFFICE } })).toHaveLength(alone.length + 1);
    expect(inUse(reported(routine(8), EXPOSURE, [...refused, use])).length).toBeGreaterThan(alone.length - 1);
  });

  it('is no news when a stamp says what the log has shown', () => {
    const stamp = { context: { address: '' }, operation: { action: 'last used', traits: ['usage-stamp' as const] } };

    expect(later(stamp)).toEqual(alone);
    expect(inUse(reported([], EXPOSURE, [{ ...stamp, at: START + MINUTE }]))).toEqual(['high']);
  });
});
