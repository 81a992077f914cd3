import type { Clock, Millis } from '../../src/core/time.ts';

interface Sleeper {
  readonly at: Millis;
  readonly wake: () => void;
}

/** Turns of the event loop given to woken code before time goes on, so that it can sleep again. */
const SETTLE_TURNS = 3;

/** Turns without anybody asleep after which `runUntil` gives up: some seconds of real time. */
const IDLE_LIMIT = 500_000;

/** A clock that stands still until told otherwise. Sleepers wake in the order of their times. */
export class FakeClock implements Clock {
  #now: Millis;
  #sleepers: Sleeper[] = [];

  constructor(start: Millis) {
    this.#now = start;
  }

  now(): Millis {
    return this.#now;
  }

  /** How many are asleep right now. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(reasonOf(signal));
        return;
      }
      if (ms <= 0) {
        resolve();
        return;
      }
      const sleeper: Sleeper = {
        at: this.#now + ms,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        if (signal !== undefined) reject(reasonOf(signal));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
    });
  }

  /** Passes with `advance` like any sleep; `runUntil` is for code without time-outs. */
  timeout(ms: number, signal?: AbortSignal): Promise<void> {
    return this.sleep(ms, signal);
  }

  /** Lets `ms` pass; everybody due on the way is woken at their own time, also those who fall asleep on the way. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#earliest(); next !== undefined && next.at <= end; next = this.#earliest()) {
      this.#wake(next);
      await settle();
    }
    this.#now = Math.max(this.#now, end);
  }

  /** Moves time by hand without waking anybody: for code that only reads the clock. */
  set(now: Millis): void {
    this.#now = now;
  }

  /**
   * Lets time pass as fast as sleepers allow until the promise settles. Real I/O in flight loses
   * against sleepers, so let nobody sleep as a time-out beside it.
   * @throws when `limit` virtual ms do not suffice, or nobody sleeps and nothing settles
   */
  async runUntil<T>(promise: Promise<T>, limit: Millis = 30 * 86_400_000): Promise<T> {
    const end = this.#now + limit;
    let settled = false;
    const mark = (): void => {
      settled = true;
    };
    promise.then(mark, mark);
    for (let idle = 0; idle < IDLE_LIMIT; idle += 1) {
      await settle();
      if (settled) return promise;
      const next = this.#earliest();
      if (next === undefined) continue;
      if (next.at > end) throw new Error(`not settled after ${String(limit)} ms of virtual time`);
      this.#wake(next);
      idle = 0;
    }
    throw new Error('nobody is asleep and nothing settles');
  }

  #earliest(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const one of this.#sleepers) if (first === undefined || one.at < first.at) first = one;
    return first;
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
    this.#now = Math.max(this.#now, sleeper.at);
    sleeper.wake();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < SETTLE_TURNS; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}
