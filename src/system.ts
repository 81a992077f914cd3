import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import type { StopSignal, System } from './core/system.ts';
import type { Clock } from './core/time.ts';

const STOP_SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

/** Longest single timer of Node; longer ones fire at once. */
const MAX_TIMER = 2 ** 31 - 1;

const realClock: Clock = { now: () => Date.now(), sleep, timeout: sleep };

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const end = Date.now() + ms;
  for (let left = ms; left > 0; left = end - Date.now()) {
    try {
      await wait(Math.min(left, MAX_TIMER), undefined, { signal });
    } catch (error) {
      // Node rejects with its own AbortError; the contract promises the signal's reason.
      signal?.throwIfAborted();
      throw error;
    }
  }
}

/** The machine we run on. No other file may touch what this one does. */
export function realSystem(): System {
  return {
    clock: realClock,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    env: (name) => process.env[name],
    fetch: (url, init) => fetch(url, init),
    pid: process.pid,
    hostname: hostname(),
    isRunning,
    exit: (code) => process.exit(code),
    onSignal: (listener) => {
      for (const signal of STOP_SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of STOP_SIGNALS) process.off(signal, listener);
      };
    },
  };
}

/** Signal 0 asks without sending; a process of somebody else answers EPERM and runs all the same. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
