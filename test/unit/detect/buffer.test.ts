import { describe, expect, it } from 'vitest';
import { ReorderBuffer } from '../../../src/detect/buffer.ts';
import { committed, DAY, MINUTE, START, type StoryEvent } from './support/story.ts';

interface Given {
  readonly sequence: number;
  readonly at: number;
}

function buffer(batches: readonly (readonly StoryEvent[])[]): ReorderBuffer<null> {
  const made = new ReorderBuffer<null>();
  for (const [index, events] of batches.entries()) made.add(committed(events, index + 1), null, () => true);
  return made;
}

function drained(from: ReorderBuffer<null>, watermark: number): readonly Given[] {
  const given: Given[] = [];
  from.drain(watermark, ({ committed: { batch, sequence } }, row) =>
    given.push({ sequence, at: batch.time[row] ?? 0 }),
  );
  return given;
}

const ALL = Number.POSITIVE_INFINITY;

describe('reorder buffer', () => {
  it('gives rows in order of time, whatever batch they came in', () => {
    const rows = drained(buffer([[{ at: START + 3000 }, { at: START + 1000 }], [{ at: START + 2000 }]]), ALL);

    expect(rows.map((row) => [row.sequence, row.at - START])).toEqual([
      [1, 1000],
      [2, 2000],
      [1, 3000],
    ]);
  });

  it('orders over midnight and over years', () => {
    const times = [START + 400 * DAY, START, START + 15 * 60 * MINUTE, START - DAY];
    const rows = drained(buffer(times.map((at) => [{ at }])), ALL);

    expect(rows.map((row) => row.at)).toEqual(times.toSorted((a, b) => a - b));
  });

  it('gives rows of the same moment by id, so that the order of arrival leaves no trace', () => {
    const events = ['a', 'b', 'c', 'd'].map((id): StoryEvent => ({ at: START, id }));
    const order = (batches: readonly (readonly StoryEvent[])[]): readonly string[] => {
      const made = buffer(batches);
      const ids: string[] = [];
      made.drain(ALL, ({ committed: { batch } }, row) => ids.push(batch.nativeIds.get(row) ?? ''));
      return ids;
    };

    expect(order([events])).toEqual(order(events.toReversed().map((event) => [event])));
  });

  it('keeps what lies after the watermark, and gives the watermark itself', () => {
    const made = buffer([[{ at: START }, { at: START + MINUTE }, { at: START + 2 * MINUTE }]]);

    expect(drained(made, START + MINUTE).map((row) => row.at)).toEqual([START, START + MINUTE]);
    expect(made.firstWaiting()).toBe(1);
    expect([...made.waiting()]).toEqual([[1, [2]]]);
    expect(drained(made, ALL).map((row) => row.at)).toEqual([START + 2 * MINUTE]);
    expect(made.firstWaiting()).toBeNull();
  });

  it('names the oldest batch with a waiting row', () => {
    const made = buffer([[{ at: START + MINUTE }], [{ at: START }]]);

    drained(made, START);
    expect(made.firstWaiting()).toBe(1);
  });

  it('takes only the rows that are wanted', () => {
    const made = new ReorderBuffer<null>();
    made.add(committed([{ at: START }, { at: START + 1 }], 1), null, (row) => row === 1);

    expect(drained(made, ALL).map((row) => row.at)).toEqual([START + 1]);
  });

  it('grows with what it holds', () => {
    const events = Array.from(
      { length: 500 },
      (_, index): StoryEvent => ({ at: START + ((index * 7919) % 500) * 1000 }),
    );

    expect(drained(buffer([events]), ALL).map((row) => (row.at - START) / 1000)).toEqual(
      events.map((_, index) => index),
    );
  });
});
