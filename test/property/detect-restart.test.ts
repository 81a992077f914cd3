import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DetectionCommit } from '../../src/core/ports.ts';
import { committed, HOUR, START, storyEngine } from '../unit/detect/support/story.ts';
import { arrival, gist, WORLD_RULES, worldEvents } from './detect-world.ts';

describe('a restart at any point', () => {
  it('goes on as if nothing had happened, with rows still waiting', () => {
    fc.assert(
      fc.property(
        worldEvents,
        arrival,
        fc.nat({ max: 100 }),
        fc.integer({ min: 0, max: 6 }),
        (events, seenAt, percent, hours) => {
          const at = Math.floor((events.length * percent) / 100);
          const batches = [events.slice(0, at), events.slice(at)]
            .filter((batch) => batch.length > 0)
            .map((batch, index) => committed(batch, index + 1, seenAt));
          const straight = storyEngine({ rules: WORLD_RULES });
          const expected: DetectionCommit[] = [];
          for (const batch of batches) {
            straight.accept(batch);
            expected.push(straight.advance(START + hours * HOUR));
          }
          expected.push(straight.advance('all'));

          const actual: DetectionCommit[] = [];
          let engine = storyEngine({ rules: WORLD_RULES });
          for (const [index] of batches.entries()) {
            const position = engine.position;
            const snapshot = engine.snapshot();
            engine = storyEngine({ rules: WORLD_RULES });
            expect(engine.restore(snapshot)).toBe(position);
            for (const batch of batches.slice(0, index + 1)) if (batch.sequence > position) engine.accept(batch);
            actual.push(engine.advance(START + hours * HOUR));
          }
          actual.push(engine.advance('all'));

          expect(gist(actual)).toEqual(gist(expected));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('says nothing twice when the snapshot is older than what was told', () => {
    fc.assert(
      fc.property(worldEvents, arrival, (events, seenAt) => {
        const engine = storyEngine({ rules: WORLD_RULES });
        const old = engine.snapshot();
        const batch = committed(events, 1, seenAt);
        engine.accept(batch);
        const told = engine.advance('all');
        const replay = storyEngine({ rules: WORLD_RULES });
        replay.restore(old);
        replay.accept(batch);
        const again = replay.advance('all');

        expect(again.findings).toEqual(told.findings);
        expect(again.incidents).toEqual(told.incidents);
        expect(again.alerts).toEqual(told.alerts);
      }),
      { numRuns: 50 },
    );
  });
});
