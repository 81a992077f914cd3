import { describe, expect, it } from 'vitest';
import { holdingClock } from '../../../../src/app/watch/holding-clock.ts';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

describe('a clock that holds the database', () => {
  it('asks for it again and again while somebody sleeps, and lets them sleep no longer for it', async () => {
    const clock = new FakeClock(0);
    const kept: number[] = [];
    const holding = holdingClock(clock, async () => void kept.push(clock.now()));

    await clock.runUntil(holding.sleep(2 * MINUTE + 5 * SECOND));

    expect(clock.now()).toBe(2 * MINUTE + 5 * SECOND);
    expect(kept).toEqual([30, 60, 90, 120].map((seconds) => seconds * SECOND));
  });

  it('ends the sleep of who has lost it', async () => {
    const clock = new FakeClock(0);
    const holding = holdingClock(clock, () => Promise.reject(new Error('lost')));

    await expect(clock.runUntil(holding.sleep(10 * MINUTE))).rejects.toThrow('lost');

    expect(clock.now()).toBe(MINUTE / 2);
  });
});
