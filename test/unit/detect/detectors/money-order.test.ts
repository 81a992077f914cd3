import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../../src/core/time.ts';
import { committed, DAY, detectorsOf, operation, START, type StoryEvent, storyEngine } from '../support/story.ts';

const shop = { credential: '', credentialKind: 'none', actor: 'acct-shop', actorKind: 'account', address: '' } as const;
const money = (action: string, trait: 'money-route' | 'money-out') =>
  operation(action, ['money', trait], { service: 'money', verb: 'write' });
const route = (at: number, target = 'bank-2'): StoryEvent => ({
  at,
  context: shop,
  operation: money('destination added', 'money-route'),
  target,
});
const out = (at: number, target = 'bank-2'): StoryEvent => ({
  at,
  context: shop,
  operation: money('payout', 'money-out'),
  target,
});

/** Each event is delivered by itself and judged at once. */
function delivered(...events: readonly StoryEvent[]): readonly string[] {
  const engine = storyEngine();
  return events.flatMap((event, index) => {
    engine.accept(committed([event], index + 1, START + 2 * DAY));
    return detectorsOf(engine.advance('all'));
  });
}

describe('a payout to a destination that was just added', () => {
  it.each([
    ['in order', [route(START), out(START + HOUR)]],
    ['the payout first', [out(START + HOUR), route(START)]],
    ['the payout first, without its destination', [out(START + HOUR, ''), route(START)]],
  ])('is found when both are delivered one by one, %s', (_, events) => {
    expect(delivered(...events)).toEqual(['new-destination-paid-out']);
  });

  it.each([
    ['the payout is older than its destination', [out(START), route(START + MINUTE)]],
    ['the destination is told of a day late', [out(START + DAY + MINUTE), route(START)]],
    ['another destination is told of late', [out(START + HOUR), route(START, 'bank-3')]],
  ])('is not found when %s', (_, events) => {
    expect(delivered(...events)).toEqual([]);
  });

  it('is found once, however often it is told', () => {
    const [added, paid] = [route(START), out(START + HOUR)];

    expect(delivered(paid, added, { ...added, id: 'again', at: START + MINUTE })).toEqual(['new-destination-paid-out']);
  });
});
