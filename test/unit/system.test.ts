import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, it, vi } from 'vitest';
import { realSystem } from '../../src/system.ts';

describe('realSystem', () => {
  it('reads the environment at the time of asking', () => {
    const { env } = realSystem();
    vi.stubEnv('KEYWATCH_TEST_VALUE', 'one');

    expect(env('KEYWATCH_TEST_VALUE')).toBe('one');
    expect(env('KEYWATCH_TEST_ABSENT')).toBeUndefined();
  });

  it('gives as many random bytes as asked for, not the same twice', () => {
    const { random } = realSystem();

    expect(random(32)).toHaveLength(32);
    expect(random(32)).not.toEqual(random(32));
  });

  it('has a clock that moves on', async () => {
    const { clock } = realSystem();
    const before = clock.now();

    await clock.sleep(2);

    expect(clock.now()).toBeGreaterThanOrEqual(before + 2);
  });

  it('does not sleep for no time or less', async () => {
    await realSystem().clock.sleep(0);
    await realSystem().clock.sleep(-5);
  });

  it('rejects an aborted sleep with the reason of the signal', async () => {
    const { clock } = realSystem();
    const stop = new AbortController();
    const asleep = clock.sleep(60_000, stop.signal);

    stop.abort(new Error('stopping'));

    await expect(asleep).rejects.toThrow('stopping');
    await expect(clock.sleep(60_000, stop.signal)).rejects.toThrow('stopping');
  });

  it('hands on stop signals until told otherwise', () => {
    const { onSignal } = realSystem();
    const before = process.listenerCount('SIGTERM');
    const heard: string[] = [];

    const off = onSignal((signal) => heard.push(signal));
    process.emit('SIGTERM', 'SIGTERM');
    process.emit('SIGINT', 'SIGINT');
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    off();

    expect(heard).toEqual(['SIGTERM', 'SIGINT']);
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });

  it('knows whether a process is running', () => {
    const { isRunning, pid } = realSystem();
    const ended = spawnSync(process.execPath, ['--version']).pid;

    expect(isRunning(pid)).toBe(true);
    expect(isRunning(process.ppid)).toBe(true);
    expect(isRunning(ended)).toBe(false);
  });
});
