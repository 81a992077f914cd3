import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { committed, type StoryEvent, storyEngine } from '../unit/detect/support/story.ts';
import { arrival, gist, WORLD_RULES, worldEvents } from './detect-world.ts';

/** Plays batches in the order given; everything is judged at the end. */
function played(batches: readonly (readonly StoryEvent[])[], seenAt: number): unknown {
  const engine = storyEngine({ rules: WORLD_RULES });
  for (const [index, batch] of batches.entries()) engine.accept(committed(batch, index + 1, seenAt));
  return gist([engine.advance('all')]);
}

function cut(events: readonly StoryEvent[], size: number): readonly (readonly StoryEvent[])[] {
  const batches: StoryEvent[][] = [];
  for (const [index, event] of events.entries()) {
    if (index % size === 0) batches.push([]);
    batches.at(-1)?.push(event);
  }
  return batches;
}

describe('the order of delivery', () => {
  it('leaves no trace: files, pages newest first and shuffled objects give the same findings', () => {
    fc.assert(
      fc.property(
        worldEvents,
        arrival,
        fc.integer({ min: 1, max: 40 }),
        fc.infiniteStream(fc.nat()),
        (events, seenAt, size, dice) => {
          const inOrder = events.toSorted((a, b) => a.at - b.at);
          const files = played(cut(inOrder, size), seenAt);
          const newestFirst = played(cut(inOrder.toReversed(), Math.max(1, size - 1)), seenAt);
          const keyed = events.map((event) => [dice.next().value, event] as const);
          const shuffled = played(
            cut(
              keyed.toSorted((a, b) => a[0] - b[0]).map(([, event]) => event),
              size + 3,
            ),
            seenAt,
          );

          expect(newestFirst).toEqual(files);
          expect(shuffled).toEqual(files);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('does not matter for a daemon that waits: any watermarks behind the newest event give the same findings', () => {
    fc.assert(
      fc.property(
        worldEvents,
        arrival,
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 }),
        (events, seenAt, sizes) => {
          const inOrder = events.toSorted((a, b) => a.at - b.at);
          const engine = storyEngine({ rules: WORLD_RULES });
          const commits = [];
          let sequence = 0;
          for (let from = 0; from < inOrder.length; ) {
            const size = sizes[sequence % sizes.length] ?? 1;
            engine.accept(committed(inOrder.slice(from, from + size), (sequence += 1), seenAt));
            from += size;
            const next = inOrder[from];
            // Everything before the next event has arrived, so this far the daemon may judge.
            if (next !== undefined) commits.push(engine.advance(next.at - 1));
          }
          commits.push(engine.advance('all'));

          expect(gist(commits)).toEqual(played([inOrder], seenAt));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('does not matter for duplicates: rows that are not fresh change nothing', () => {
    fc.assert(
      fc.property(worldEvents, arrival, (events, seenAt) => {
        const engine = storyEngine({ rules: WORLD_RULES });
        const batch = committed(events, 1, seenAt);
        engine.accept(batch);
        engine.accept({ ...committed(events, 2, seenAt), fresh: new Uint8Array(events.length) });

        expect(gist([engine.advance('all')])).toEqual(played([events], seenAt));
      }),
      { numRuns: 50 },
    );
  });
});
