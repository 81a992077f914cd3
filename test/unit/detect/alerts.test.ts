import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../../../src/core/ports.ts';
import { committed, MINUTE, play, START, type StoryEvent, storyEngine } from './support/story.ts';
import { testRule } from './support/test-rules.ts';

const RULES = [
  testRule('high-1', 'high'),
  testRule('high-2', 'high'),
  testRule('low-1', 'low'),
  testRule('medium-1', 'medium'),
];
const hit = (minute: number, rule: string): StoryEvent => ({
  at: START + minute * MINUTE,
  hits: [{ rule }],
  target: `${minute}`,
});

/** The alerts of each advance, one event at a time. */
function stepwise(events: readonly StoryEvent[]): readonly (readonly OutboxEntry[])[] {
  const engine = storyEngine({ rules: RULES });
  return events.map((event, index) => {
    engine.accept(committed([event], index + 1));
    return engine.advance('all').alerts;
  });
}

const reasons = (events: readonly StoryEvent[]): readonly string[] =>
  stepwise(events).map((alerts) => alerts.map((alert) => alert.reason).join());

describe('alerts', () => {
  it('come first, with new evidence, and when it gets worse', () => {
    expect(reasons([hit(0, 'high-1'), hit(1, 'low-1'), hit(2, 'high-2')])).toEqual([
      'first',
      'new-evidence',
      'severity-raised',
    ]);
  });

  it('do not come for more of the same', () => {
    expect(reasons([hit(0, 'high-1'), hit(1, 'high-1'), hit(2, 'high-1')])).toEqual(['first', '', '']);
  });

  it('do not come before an incident is one', () => {
    expect(reasons([hit(0, 'medium-1'), hit(1, 'low-1'), hit(2, 'high-1')])).toEqual(['', '', 'first']);
  });

  it('are one for each advance, however much it brought', () => {
    expect(
      play([hit(0, 'high-1'), hit(1, 'high-2'), hit(2, 'low-1')], { rules: RULES }).alerts.map((alert) => alert.reason),
    ).toEqual(['first']);
  });

  it('have ids that a replay in other steps repeats', () => {
    const events = [hit(0, 'high-1'), hit(1, 'low-1'), hit(2, 'medium-1')];
    const engine = storyEngine({ rules: RULES });
    engine.accept(committed(events.slice(0, 1), 1));
    const first = engine.advance('all').alerts;
    engine.accept(committed(events.slice(1), 2));
    const second = engine.advance('all').alerts;
    const known = new Set(
      stepwise(events)
        .flat()
        .map((alert) => alert.id),
    );

    expect([...first, ...second].every((alert) => known.has(alert.id))).toBe(true);
  });
});
