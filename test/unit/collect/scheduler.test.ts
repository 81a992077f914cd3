import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDue, startTicker } from '../../../src/collect/scheduler.ts';
import type { ScheduleStore } from '../../../src/core/ports.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';

const T0 = Date.UTC(2026, 10, 1, 12);

function memorySchedule(): ScheduleStore {
  const runs = new Map<string, number>();
  return {
    lastRun: async (job) => runs.get(job) ?? null,
    setLastRun: async (job, at) => void runs.set(job, at),
  };
}

describe('which jobs are due', () => {
  it('starts a job that never ran at once', async () => {
    const due = createDue(() => [{ name: 'a', every: MINUTE }], memorySchedule());

    expect(await due.at(T0)).toEqual(['a']);
  });

  it('waits for the interval and a little spread, then asks once however many runs were missed', async () => {
    const due = createDue(() => [{ name: 'a', every: MINUTE }], memorySchedule());
    await due.done('a', T0);

    expect(await due.at(T0 + MINUTE - 1)).toEqual([]);
    expect(await due.at(T0 + MINUTE + 6 * SECOND)).toEqual(['a']);
    expect(await due.at(T0 + 600 * MINUTE)).toEqual(['a']);
  });

  it('catches up after a restart, since last runs are stored', async () => {
    const store = memorySchedule();
    await createDue(() => [{ name: 'a', every: MINUTE }], store).done('a', T0);

    const restarted = createDue(() => [{ name: 'a', every: MINUTE }], store);

    expect(await restarted.at(T0 + SECOND)).toEqual([]);
    expect(await restarted.at(T0 + 5 * MINUTE)).toEqual(['a']);
  });

  it('does not ask before the moment to which a failure postponed it', async () => {
    const due = createDue(() => [{ name: 'a', every: MINUTE }], memorySchedule());
    due.postpone('a', T0 + 5 * MINUTE);

    expect(await due.at(T0 + 4 * MINUTE)).toEqual([]);
    expect(await due.at(T0 + 5 * MINUTE)).toEqual(['a']);
  });

  it('asks at once where more is waiting', async () => {
    const due = createDue(() => [{ name: 'a', every: MINUTE }], memorySchedule());
    await due.done('a', T0);
    due.hurry('a');

    expect(await due.at(T0 + 1)).toEqual(['a']);
  });

  it('hurries from a moment on, the earliest that anybody asked for, until it is done', async () => {
    const due = createDue(() => [{ name: 'a', every: HOUR }], memorySchedule());
    await due.done('a', T0);
    due.hurry('a', T0 + 20);
    due.hurry('a', T0 + 10);
    due.hurry('a', T0 + 30);

    expect(await due.at(T0 + 9)).toEqual([]);
    expect(await due.at(T0 + 10)).toEqual(['a']);
    due.begun('a', T0 + 9);
    expect(await due.at(T0 + 10)).toEqual(['a']);
    due.begun('a', T0 + 10);
    due.hurry('a', T0 + 11);
    await due.done('a', T0 + 12);
    expect(await due.at(T0 + 12)).toEqual(['a']);
    due.begun('a', T0 + 13);
    await due.done('a', T0 + 14);
    expect(await due.at(T0 + 40)).toEqual([]);
  });

  it('spreads jobs that would start together', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `source-${i}`);
    const due = createDue(() => names.map((name) => ({ name, every: MINUTE })), memorySchedule());
    for (const name of names) await due.done(name, T0);

    const first = await due.at(T0 + MINUTE + 2 * SECOND);

    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(names.length);
    expect(await due.at(T0 + MINUTE + 6 * SECOND)).toHaveLength(names.length);
  });
});

describe('the ticker', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: T0 });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('calls every second, never two at once, and waits for the last when it stops', async () => {
    const ends: (() => void)[] = [];
    let running = 0;
    let most = 0;
    const ticker = startTicker(
      () => {
        running += 1;
        most = Math.max(most, running);
        return new Promise<void>((resolve) => {
          ends.push(() => {
            running -= 1;
            resolve();
          });
        });
      },
      () => undefined,
    );

    await vi.advanceTimersByTimeAsync(3 * SECOND);
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(2 * SECOND);
    expect(ends.length).toBe(2);
    let stopped = false;
    const stopping = ticker.stop().finally(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(stopped).toBe(false);
    ends[1]?.();
    await stopping;

    expect(most).toBe(1);
  });

  it('goes on after a turn that failed, and says so', async () => {
    const errors: unknown[] = [];
    let calls = 0;
    const ticker = startTicker(
      () => {
        calls += 1;
        return Promise.reject(new Error('boom'));
      },
      (error) => errors.push(error),
    );

    await vi.advanceTimersByTimeAsync(3 * SECOND);
    await ticker.stop();

    expect(calls).toBeGreaterThanOrEqual(2);
    expect(errors).toHaveLength(calls);
  });
});
