import { describe, expect, it } from 'vitest';
import type { Exposure } from '../../../src/core/exposure.ts';
import type { DetectionCommit } from '../../../src/core/ports.ts';
import { makeExposure } from '../../support/findings.ts';
import {
  AWAY,
  committed,
  DAY,
  detectorsOf,
  HOME,
  HOUR,
  MINUTE,
  routine,
  START,
  type StoryEvent,
  storyEngine,
} from './support/story.ts';
import { testRule } from './support/test-rules.ts';

const RULES = [testRule('bad', 'high'), testRule('odd', 'medium'), testRule('worst', 'critical')];
const NUMBER = 'number/7';
const HASH = 'hash/7';

const byNumber = { credential: NUMBER, credentialKind: 'token' as const };
const byHash = { credential: HASH, credentialKind: 'token' as const };

/** A record that shows both names of the token. */
const both = (at: number): StoryEvent => ({ at, context: byHash, aliases: [NUMBER] });

function leak(part: Partial<Exposure> = {}): Exposure {
  const moment = { exposedAt: START, reportedAt: START };
  return makeExposure({ id: 'leak-1', credential: `acme:${HASH}`, ...moment, ...part });
}

/** Each batch arrives and is judged by itself, as for a daemon that polls. */
function live(batches: readonly (readonly StoryEvent[])[], engine = storyEngine({ rules: RULES })): DetectionCommit[] {
  return batches.map((batch, index) => {
    engine.accept(committed(batch, index + 1));
    return engine.advance('all');
  });
}

describe('two names of one token, each with an incident of its own', () => {
  const story = [
    [{ at: START, context: byHash, hits: [{ rule: 'bad' }] }],
    [{ at: START + MINUTE, context: byNumber, hits: [{ rule: 'worst' }] }],
    [both(START + 2 * MINUTE)],
  ];

  it('become one: the older keeps its id, the other says where it went', () => {
    const [first, second, third] = live(story);
    const [older, younger] = [first?.incidents[0], second?.incidents[0]];

    expect(older?.id).not.toBe(younger?.id);
    expect(third?.merged).toMatchObject([{ from: younger?.id, into: older?.id }]);
    expect(third?.merged[0]?.note?.text).toBe(
      `${younger?.id} was merged into this incident: acme:${NUMBER} and acme:${HASH} are one credential.`,
    );
    expect(third?.incidents.map(({ id }) => id)).toEqual([older?.id]);
  });

  it('add up to one score, explained by all that was found', () => {
    const merged = live(story).at(-1)?.incidents[0];

    expect(merged).toMatchObject({ score: 150, severity: 'critical', credentials: [`acme:${HASH}`] });
    expect(merged?.parts.map(({ detector, points }) => [detector, points])).toEqual([
      ['worst', 100],
      ['bad', 50],
    ]);
    expect(merged?.findings.map(({ subject }) => subject.id)).toEqual([`acme:${HASH}`, `acme:${HASH}`]);
  });

  it('are told once: what either of them said before is not said again', () => {
    const commits = live(story);
    const later = live([[{ at: START + HOUR, context: byNumber, hits: [{ rule: 'bad' }] }]]);

    expect(commits.map(({ alerts }) => alerts.map(({ reason }) => reason))).toEqual([['first'], ['first'], []]);
    expect(later[0]?.alerts).toHaveLength(1);
  });

  it('are told when together they weigh more than each did', () => {
    const commits = live([
      [{ at: START, context: byHash, hits: [{ rule: 'bad' }] }],
      [{ at: START + MINUTE, context: byNumber, hits: [{ rule: 'bad' }, { rule: 'odd' }] }],
      [{ at: START + 2 * MINUTE, context: byNumber, hits: [{ rule: 'odd' }] }],
      [both(START + 3 * MINUTE)],
    ]);

    expect(commits.at(-1)?.incidents[0]).toMatchObject({ severity: 'high' });
    expect(commits.at(-1)?.alerts).toEqual([]);
  });

  it('go on as one under either name', () => {
    const engine = storyEngine({ rules: RULES });
    const commits = live(
      [
        ...story,
        [{ at: START + HOUR, context: byNumber, hits: [{ rule: 'odd' }] }],
        [{ at: START + HOUR, context: byHash, hits: [{ rule: 'odd' }] }],
      ],
      engine,
    );
    const ids = new Set(commits.slice(2).flatMap(({ incidents }) => incidents.map(({ id }) => id)));

    expect(ids.size).toBe(1);
    expect(commits.slice(3).flatMap(({ merged }) => merged)).toEqual([]);
  });

  it('stay two where a person has closed one of them', () => {
    const engine = storyEngine({ rules: RULES });
    const [first] = live(story.slice(0, 1), engine);
    engine.closeIncident(first?.incidents[0]?.id ?? '', 'malicious');
    engine.accept(committed(story[1] ?? [], 2));
    const second = engine.advance('all');
    engine.accept(committed(story[2] ?? [], 3));
    const third = engine.advance('all');

    expect(third.merged).toEqual([]);
    expect(third.incidents.map(({ id }) => id)).not.toContain(first?.incidents[0]?.id);
    expect(second.incidents).toHaveLength(1);
  });

  it('keep the id that people have heard of, even where the other began earlier', () => {
    const commits = live([
      [{ at: START, context: byHash, hits: [{ rule: 'odd' }] }],
      [{ at: START + MINUTE, context: byNumber, hits: [{ rule: 'bad' }] }],
      [both(START + 2 * MINUTE)],
    ]);
    const told = commits[1]?.incidents[0]?.id;

    expect(commits[0]?.incidents).toEqual([]);
    expect(commits[2]?.merged).toEqual([]);
    expect(commits[2]?.incidents).toMatchObject([{ id: told, score: 75 }]);
  });

  it('do not count the same observation twice', () => {
    const commits = live([
      routine(8, { context: { ...byHash, address: HOME } }),
      routine(8, { context: { ...byNumber, address: HOME } }),
      [{ at: START, context: { ...byHash, address: AWAY }, hits: [{ rule: 'bad' }] }],
      [{ at: START + MINUTE, context: { ...byNumber, address: AWAY }, hits: [{ rule: 'bad' }] }],
      [both(START + 2 * MINUTE)],
    ]);
    const merged = commits.at(-1);
    const networks = merged?.incidents[0]?.findings.filter(({ detector }) => detector === 'first-network-for-key');

    expect(networks).toHaveLength(1);
    expect(merged?.merged[0]?.without).toHaveLength(2);
  });

  it('take in what was minted under the other name', () => {
    const commits = live([
      [{ at: START, context: byNumber, minted: [{ alias: 'S1' }] }],
      [{ at: START + MINUTE, context: { credential: 'S1', credentialKind: 'session' }, hits: [{ rule: 'bad' }] }],
      [{ at: START + 2 * MINUTE, context: byHash, hits: [{ rule: 'bad' }] }],
      [both(START + 3 * MINUTE)],
    ]);
    const last = commits.at(-1);

    expect(last?.merged).toMatchObject([{ from: commits[1]?.incidents[0]?.id, into: commits[2]?.incidents[0]?.id }]);
    expect(last?.incidents[0]?.credentials).toEqual(['acme:S1', `acme:${HASH}`]);
  });
});

describe('a leak known by one name and use known by the other', () => {
  const use = [{ at: START + MINUTE, context: { ...byNumber, address: AWAY } }];

  it('meet when both names are seen in one record', () => {
    const engine = storyEngine({ rules: RULES });
    engine.reportExposure(leak(), START);
    const seen = { ...both(START + 2 * MINUTE), context: { ...byHash, address: AWAY } };
    const commits = live([use, [seen]], engine);
    const last = commits.at(-1)?.incidents[0];

    expect(detectorsOf(commits[0] as DetectionCommit)).not.toContain('leaked-key-in-use');
    expect(last?.findings.map(({ detector }) => detector)).toEqual(['credential-exposed', 'leaked-key-in-use']);
    expect(last?.exposures).toEqual(['leak-1']);
  });

  it('page nobody when both are history', () => {
    const engine = storyEngine({ rules: RULES });
    engine.accept(committed([...use, { at: START, context: byHash, notes: [exposed()] }], 1, START + 30 * DAY));
    engine.advance('all');
    engine.accept(committed([both(START + 2 * MINUTE)], 2, START + 30 * DAY));
    const last = engine.advance('all');

    expect(last.incidents[0]?.findings.map(({ detector }) => detector)).toContain('leaked-key-in-use');
    expect(last.incidents[0]?.historical).toBe(true);
  });
});

function exposed(): NonNullable<StoryEvent['notes']>[number] {
  return { kind: 'exposure', alias: HASH, actor: '', origin: 'scanner', summary: 'seen', place: 'x', public: true };
}
