import { createHash } from 'node:crypto';
import type { StopSignal, System } from '../../src/core/system.ts';
import type { Millis } from '../../src/core/time.ts';
import { FakeClock } from './fake-clock.ts';

/** 2026-11-23T20:00:00Z */
export const FAKE_START: Millis = Date.UTC(2026, 10, 23, 20);

export interface FakeSystem extends System {
  readonly clock: FakeClock;
  /** Delivers a stop signal to all listeners. */
  signal(name: StopSignal): void;
  /** How many listeners have not been removed. */
  listeners(): number;
}

/** A system without surroundings: virtual time, chance from a seed, only the given environment. */
export function fakeSystem(
  options: { readonly start?: Millis; readonly env?: Readonly<Record<string, string>>; readonly seed?: string } = {},
): FakeSystem {
  const listeners = new Set<(signal: StopSignal) => void>();
  const seed = options.seed ?? 'keywatch';
  let drawn = 0;

  return {
    clock: new FakeClock(options.start ?? FAKE_START),
    random: (bytes) => {
      const out = new Uint8Array(bytes);
      for (let at = 0; at < bytes; at += 32) {
        const block = createHash('sha256')
          .update(`${seed}/${String(drawn)}`)
          .digest();
        drawn += 1;
        out.set(block.subarray(0, Math.min(32, bytes - at)), at);
      }
      return out;
    },
    env: (name) => options.env?.[name],
    fetch: (url, init) => fetch(url, init),
    pid: 4242,
    hostname: 'test-host',
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signal: (name) => {
      for (const listener of listeners) listener(name);
    },
    listeners: () => listeners.size,
    isRunning: () => true,
    exit: (code) => {
      throw new Error(`the process would have ended with ${String(code)}`);
    },
  };
}
