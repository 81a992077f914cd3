import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/simulate/clock.ts';

describe('the manual clock', () => {
  it('stands still until it is moved, and never goes back', () => {
    const clock = new ManualClock('2026-11-23T12:00:00Z');
    expect(clock.now()).toBe(Date.UTC(2026, 10, 23, 12));

    clock.advance(1_500);
    clock.advanceTo(0);

    expect(clock.now()).toBe(Date.UTC(2026, 10, 23, 12) + 1_500);
  });

  it('rings alarms in order, each at its own time, also those set meanwhile', () => {
    const clock = new ManualClock(0);
    const rung: [string, number][] = [];
    const note = (name: string) => (): void => void rung.push([name, clock.now()]);
    clock.schedule(30, note('c'));
    clock.schedule(10, () => {
      note('a')();
      clock.schedule(20, note('b'));
      clock.schedule(99, note('later'));
    });
    clock.schedule(30, note('d'));

    clock.advance(50);

    expect(rung).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 30],
      ['d', 30],
    ]);
    expect(clock.now()).toBe(50);
    expect(clock.nextAlarm()).toBe(99);
  });

  it('does not ring what was cancelled', () => {
    const clock = new ManualClock(0);
    let rung = 0;
    const cancel = clock.schedule(10, () => (rung += 1));

    cancel();
    clock.advance(20);

    expect(rung).toBe(0);
  });

  it('lets a sleeper go on once the time has passed', async () => {
    const clock = new ManualClock(0);
    const slept = clock.sleep(100).then(() => clock.now());

    clock.advance(100);

    expect(await slept).toBe(100);
  });

  it('wakes a sleeper by abort with its reason', async () => {
    const clock = new ManualClock(0);
    const controller = new AbortController();
    const slept = clock.sleep(100, controller.signal);

    controller.abort(new Error('stop now'));

    await expect(slept).rejects.toThrow('stop now');
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('stop now');
    expect(clock.nextAlarm()).toBeUndefined();
  });
});
