import type { Clock, Millis } from '../core/time.ts';

/**
 * Spaces requests that share a quota. Whoever calls `take` for one name is let through in
 * order of calling, never closer together than the interval asked for.
 */
export class Budgets {
  readonly #clock: Clock;
  readonly #nextFree = new Map<string, Millis>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits for this caller's turn. Rejects with the signal's reason when aborted; the turn is then lost. */
  async take(name: string, minInterval: Millis, signal?: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    const turn = Math.max(now, this.#nextFree.get(name) ?? now);
    this.#nextFree.set(name, turn + minInterval);
    if (turn > now) await this.#clock.sleep(turn - now, signal);
    else signal?.throwIfAborted();
  }

  /** The provider asked for a pause: nobody's next turn comes earlier than `ms` from now. */
  pause(name: string, ms: Millis): void {
    const until = this.#clock.now() + ms;
    this.#nextFree.set(name, Math.max(until, this.#nextFree.get(name) ?? until));
  }

  /** How long a caller would wait now; for progress lines and scheduling. */
  waitOf(name: string): Millis {
    const now = this.#clock.now();
    return Math.max(0, (this.#nextFree.get(name) ?? now) - now);
  }
}
