import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Budgets } from '../../src/kit/budget.ts';
import { FakeClock } from '../support/fake-clock.ts';

describe('a shared budget', () => {
  it('never lets two through closer than the interval of the earlier one, whoever comes when', async () => {
    const arrivals = fc.array(
      fc.record({
        after: fc.nat(2000),
        interval: fc.integer({ min: 1, max: 1000 }),
        pause: fc.option(fc.nat(3000), { freq: 4 }),
      }),
      { minLength: 1, maxLength: 15 },
    );

    await fc.assert(
      fc.asyncProperty(arrivals, async (list) => {
        const clock = new FakeClock(0);
        const budgets = new Budgets(clock);
        const passed: { at: number; interval: number }[] = [];
        const takes: Promise<void>[] = [];
        for (const { after, interval, pause } of list) {
          await clock.advance(after);
          if (pause !== null) budgets.pause('x', pause);
          takes.push(budgets.take('x', interval).then(() => void passed.push({ at: clock.now(), interval })));
        }
        await clock.runUntil(Promise.all(takes));

        expect(passed.map(({ interval }) => interval)).toEqual(list.map(({ interval }) => interval));
        for (const [index, { at }] of passed.entries()) {
          const before = passed[index - 1];
          if (before !== undefined) expect(at - before.at).toBeGreaterThanOrEqual(before.interval);
        }
      }),
      { numRuns: 40 },
    );
  });
});
