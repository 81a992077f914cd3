import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DetectionCommit } from '../../src/core/ports.ts';
import {
  AWAY,
  committed,
  HOME,
  HOUR,
  MINUTE,
  OFFICE,
  routine,
  START,
  type StoryEvent,
  storyEngine,
} from '../unit/detect/support/story.ts';
import { WORLD_RULES } from './detect-world.ts';

const NUMBER = 'number/7';
const HASH = 'hash/7';
const MOST_MINUTES = 600;

const token = (credential: string, address: string): NonNullable<StoryEvent['context']> => ({
  credential,
  credentialKind: 'token',
  address,
});

const use = fc.record({
  minute: fc.integer({ min: 0, max: MOST_MINUTES }),
  name: fc.constantFrom(NUMBER, HASH),
  address: fc.constantFrom(HOME, OFFICE, AWAY),
  rule: fc.constantFrom('', 'bad', 'odd'),
});

/** A token known by two names, its leak, and records in some order; one of them shows both names. */
const story = fc
  .record({ uses: fc.array(use, { minLength: 1, maxLength: 8 }), dice: fc.array(fc.nat(), { minLength: 11 }) })
  .map(({ uses, dice }) => {
    const events: StoryEvent[] = [
      ...uses.map(({ minute, name, address, rule }, index) => ({
        id: `use-${index}`,
        at: START + minute * MINUTE,
        context: token(name, address),
        hits: rule === '' ? [] : [{ rule }],
      })),
      {
        id: 'leak',
        at: START,
        context: { credential: 'SCANNER', address: OFFICE },
        notes: [
          { kind: 'exposure', alias: HASH, actor: '', origin: 'scanner', summary: 'seen', place: 'x', public: true },
        ],
      },
      { id: 'both', at: START + HOUR, context: token(HASH, HOME), aliases: [NUMBER] },
    ];
    return events
      .map((event, index) => [dice[index % dice.length] ?? 0, event] as const)
      .toSorted((a, b) => a[0] - b[0])
      .map(([, event]) => event);
  });

/** Every event arrives by itself and is judged before the next one comes. */
function oneByOne(events: readonly StoryEvent[]): readonly DetectionCommit[] {
  const engine = storyEngine({ rules: WORLD_RULES });
  return events.map((event, index) => {
    engine.accept(committed([event], index + 1, START + HOUR));
    return engine.advance('all');
  });
}

/** What people see in the end. Ids come from what was found first, so they are not part of it. */
function shown(commits: readonly DetectionCommit[]): unknown {
  const merged = new Set(commits.flatMap((commit) => commit.merged.map(({ from }) => from)));
  const last = new Map(commits.flatMap((commit) => commit.incidents.map((incident) => [incident.id, incident])));
  return [...last.values()]
    .filter(({ id }) => !merged.has(id))
    .map(({ credentials, exposures, findings, subject }) => ({
      subject,
      credentials,
      exposures,
      rules: findings
        .filter(({ detector }) => detector === 'bad' || detector === 'odd')
        .map(({ detector, evidence }) => `${detector} ${evidence[0]?.eventId}`)
        .toSorted(),
      leaks: [
        ...new Set(
          findings
            .filter(({ detector }) => detector === 'leaked-key-in-use' || detector === 'credential-exposed')
            .map(({ detector, key }) => `${detector} ${key}`),
        ),
      ].toSorted(),
    }));
}

describe('two names of one token', () => {
  it('lead to the same one incident, in whichever order the records come', () => {
    fc.assert(
      fc.property(story, (events) => {
        const known = events.filter(({ id }) => id === 'both');
        const rest = events.filter(({ id }) => id !== 'both').toSorted((a, b) => a.at - b.at);

        expect(shown(oneByOne(events))).toEqual(shown(oneByOne([...known, ...rest])));
      }),
      { numRuns: 200 },
    );
  });

  it('leave one open incident, whose score is the sum of what it tells', () => {
    fc.assert(
      fc.property(story, (events) => {
        const commits = oneByOne(events);
        const [incident, ...others] = shown(commits) as readonly unknown[];
        const final = commits.flatMap((commit) => commit.incidents).at(-1);

        expect(incident).toBeDefined();
        expect(others).toEqual([]);
        expect(final?.score).toBe(final?.parts.reduce((sum, { points }) => sum + points, 0));
        expect(final?.parts.reduce((sum, { times }) => sum + times, 0)).toBe(final?.findings.length);
        expect(new Set(final?.findings.map(({ id }) => id)).size).toBe(final?.findings.length);
      }),
      { numRuns: 100 },
    );
  });

  it('go over a restart at any point, with what was saved before', () => {
    fc.assert(
      fc.property(story, fc.nat({ max: 20 }), (events, cut) => {
        const batches = events.map((event, index) => committed([event], index + 1, START + HOUR));
        const straight = oneByOne(events);
        const at = Math.min(cut, batches.length);
        let engine = storyEngine({ rules: WORLD_RULES });
        const resumed = batches.map((batch, index) => {
          if (index === at) {
            const snapshot = engine.snapshot();
            engine = storyEngine({ rules: WORLD_RULES });
            engine.restore(snapshot);
          }
          engine.accept(batch);
          return engine.advance('all');
        });

        expect(resumed.map(({ findings, merged, alerts }) => ({ findings, merged, alerts }))).toEqual(
          straight.map(({ findings, merged, alerts }) => ({ findings, merged, alerts })),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('give a baseline of both: what the token did under one name is usual under the other', () => {
    const engine = storyEngine();
    const batches = [
      routine(8, { context: token(NUMBER, HOME) }),
      [{ at: START, context: token(HASH, HOME), aliases: [NUMBER] }],
      [{ at: START + MINUTE, context: token(HASH, AWAY) }],
    ];
    const found = batches.flatMap((batch, index) => {
      engine.accept(committed(batch, index + 1));
      return engine.advance('all').findings.map(({ detector }) => detector);
    });

    expect(found).toContain('first-network-for-key');
  });
});
