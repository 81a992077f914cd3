import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';

describe('FakeClock', () => {
  it('stands still by itself', () => {
    const clock = new FakeClock(1000);

    expect([clock.now(), clock.now()]).toEqual([1000, 1000]);
  });

  it('wakes sleepers in the order of their times, each at its own time', async () => {
    const clock = new FakeClock(0);
    const woken: string[] = [];
    const sleep = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name}@${String(clock.now())}`);
    };
    const all = Promise.all([sleep('late', 300), sleep('early', 100), sleep('never', 5000)]);

    await clock.advance(1000);

    expect(woken).toEqual(['early@100', 'late@300']);
    expect(clock.now()).toBe(1000);
    expect(clock.sleeping).toBe(1);
    await clock.advance(4000);
    await all;
  });

  it('also wakes those who fall asleep on the way', async () => {
    const clock = new FakeClock(0);
    const ticks: number[] = [];
    const ticking = (async () => {
      for (let count = 0; count < 3; count += 1) {
        await clock.sleep(100);
        ticks.push(clock.now());
      }
    })();

    await clock.advance(1000);
    await ticking;

    expect(ticks).toEqual([100, 200, 300]);
  });

  it('does not sleep for no time', async () => {
    await new FakeClock(0).sleep(0);
  });

  it('rejects an aborted sleep with the reason of the signal', async () => {
    const clock = new FakeClock(0);
    const stop = new AbortController();
    const asleep = clock.sleep(100, stop.signal);

    stop.abort(new Error('stopping'));

    await expect(asleep).rejects.toThrow('stopping');
    await expect(clock.sleep(100, stop.signal)).rejects.toThrow('stopping');
    expect(clock.sleeping).toBe(0);
  });

  it('runs a long story to its end', async () => {
    const clock = new FakeClock(0);
    const story = (async () => {
      for (let day = 0; day < 20; day += 1) await clock.sleep(86_400_000);
      return 'done';
    })();

    await expect(clock.runUntil(story)).resolves.toBe('done');
    expect(clock.now()).toBe(20 * 86_400_000);
  });

  it('gives up when the story is longer than allowed', async () => {
    const clock = new FakeClock(0);

    await expect(clock.runUntil(clock.sleep(1001), 1000)).rejects.toThrow('not settled');
  });
});
