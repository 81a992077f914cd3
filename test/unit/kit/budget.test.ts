import { describe, expect, it } from 'vitest';
import { Budgets } from '../../../src/kit/budget.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('Budgets', () => {
  it('lets the first through at once and the others one interval apart, in order', async () => {
    const clock = new FakeClock(0);
    const budgets = new Budgets(clock);
    const passed: string[] = [];
    const take = async (who: string): Promise<void> => {
      await budgets.take('account/region', 500);
      passed.push(`${who}@${String(clock.now())}`);
    };

    const all = Promise.all([take('a'), take('b'), take('c')]);
    await clock.advance(2000);
    await all;

    expect(passed).toEqual(['a@0', 'b@500', 'c@1000']);
  });

  it('does not save up turns that nobody took', async () => {
    const clock = new FakeClock(0);
    const budgets = new Budgets(clock);
    await budgets.take('x', 500);
    await clock.advance(60_000);

    await budgets.take('x', 500);

    expect(budgets.waitOf('x')).toBe(500);
  });

  it('keeps names apart', async () => {
    const clock = new FakeClock(0);
    const budgets = new Budgets(clock);
    await budgets.take('x', 500);

    await budgets.take('y', 500);

    expect(clock.now()).toBe(0);
    expect(budgets.waitOf('z')).toBe(0);
  });

  it('holds everybody back after a pause, and never shortens a wait', async () => {
    const clock = new FakeClock(0);
    const budgets = new Budgets(clock);

    budgets.pause('x', 30_000);
    expect(budgets.waitOf('x')).toBe(30_000);
    budgets.pause('x', 1000);
    expect(budgets.waitOf('x')).toBe(30_000);

    const taken = budgets.take('x', 500);
    await clock.advance(30_000);
    await taken;
    expect(clock.now()).toBe(30_000);
  });

  it('rejects with the reason when aborted while waiting, and when aborted before', async () => {
    const clock = new FakeClock(0);
    const budgets = new Budgets(clock);
    const stop = new AbortController();
    await budgets.take('x', 500);

    const waiting = budgets.take('x', 500, stop.signal);
    stop.abort(new Error('stopping'));

    await expect(waiting).rejects.toThrow('stopping');
    await expect(budgets.take('y', 500, stop.signal)).rejects.toThrow('stopping');
    expect(clock.sleeping).toBe(0);
  });
});
