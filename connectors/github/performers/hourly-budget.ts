import { AppError } from '../../../src/core/errors.ts';
import type { Clock, Millis } from '../../../src/core/time.ts';
import { HOUR } from '../../../src/core/time.ts';

/** Requests of which GitHub takes only so many an hour: who goes on all the same may be shut out. */
export class HourlyBudget {
  readonly #what: string;
  readonly #most: number;
  readonly #clock: Clock;
  #spent: Millis[] = [];

  constructor(what: string, most: number, clock: Clock) {
    this.#what = what;
    this.#most = most;
    this.#clock = clock;
  }

  /** Takes one. @throws AppError `rate-limited`, with the time to wait, where none is left */
  spend(): void {
    const now = this.#clock.now();
    this.#spent = this.#spent.filter((at) => at > now - HOUR);
    const [oldest] = this.#spent;
    if (oldest !== undefined && this.#spent.length >= this.#most) {
      throw new AppError(`the ${String(this.#most)} ${this.#what} of this hour are used up`, {
        code: 'GITHUB_BUDGET',
        kind: 'rate-limited',
        retryAfter: oldest + HOUR - now,
        hint: 'Keywatch goes on by itself when there are some again.',
      });
    }
    this.#spent.push(now);
  }
}
