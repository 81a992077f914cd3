import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { committed, HOUR, START, storyEngine } from '../unit/detect/support/story.ts';
import { arrival, WORLD_RULES, worldEvents } from './detect-world.ts';

describe('events that come after their time was judged', () => {
  it('count every use once and never repeat a finding', () => {
    fc.assert(
      fc.property(worldEvents, arrival, fc.nat({ max: 100 }), (events, seenAt, percent) => {
        const cut = Math.floor((events.length * percent) / 100);
        const parts = [events.slice(0, cut), events.slice(cut)].filter((part) => part.length > 0);
        const late = storyEngine({ rules: WORLD_RULES });
        const commits = parts.map((part, index) => {
          late.accept(committed(part, index + 1, seenAt));
          return late.advance('all');
        });
        const whole = storyEngine({ rules: WORLD_RULES });
        whole.accept(committed(events, 1, seenAt));
        const expected = whole.advance('all');

        const findings = commits.flatMap((commit) => commit.findings);
        expect(new Set(findings.map((finding) => finding.id)).size).toBe(findings.length);
        const used = (credentials: (typeof expected)['credentials']): unknown =>
          new Map(credentials.map((one) => [one.id, [one.firstSeen, one.lastUsed]]));
        expect(used(commits.flatMap((commit) => commit.credentials))).toEqual(used(expected.credentials));
      }),
      { numRuns: 100 },
    );
  });

  it('still belong to the incident of their lineage', () => {
    const engine = storyEngine({ rules: WORLD_RULES });
    const bad = { hits: [{ rule: 'bad' }] };
    engine.accept(committed([{ at: START + HOUR, ...bad, minted: [{ alias: 'S1' }] }], 1));
    const first = engine.advance('all').incidents[0];
    const late = {
      at: START + HOUR + 1000,
      hits: [{ rule: 'odd' }],
      context: { credential: 'S1', credentialKind: 'session' as const },
    };
    engine.accept(committed([late], 2));

    expect(engine.advance('all').incidents.map((incident) => incident.id)).toEqual([first?.id]);
  });
});
