import { describe, expect, it } from 'vitest';
import { AWAY, burst, DAY, HOME, HOUR, operation, play, START, type StoryEvent } from '../support/story.ts';

const copies = (day: number, address: string = HOME): readonly StoryEvent[] =>
  burst(12, START + day * DAY, (index) => ({
    context: { address },
    operation: operation('copy', ['clone'], { service: 'code' }),
    target: `acme/code-${index}`,
  }));
const mirror = (days: number): readonly StoryEvent[] => Array.from({ length: days }, (_, day) => copies(day)).flat();
const storms = (events: readonly StoryEvent[]): readonly string[] =>
  play(events)
    .findings.filter(({ detector }) => detector === 'clone-storm')
    .map(({ severity }) => severity);

describe('a mirror that copies everything every day', () => {
  it('is no longer told of once that is its habit', () => {
    expect(storms(mirror(9)).length).toBe(storms(mirror(4)).length);
  });

  it('is told of when it copies from a place where it never was', () => {
    const away = copies(9, AWAY).map((event) => ({ ...event, at: event.at + HOUR }));
    expect(storms([...mirror(9), ...away])).toEqual([...storms(mirror(9)), 'high']);
  });
});
