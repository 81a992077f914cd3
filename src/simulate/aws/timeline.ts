interface Entry<T> {
  readonly from: number;
  readonly value: T;
}

/**
 * A value that spreads: reads of the control plane see the latest write at once, while the callers' requests are still
 * judged by the older one until the change has arrived. IAM is such a store ("changes that I make are not always
 * immediately visible", IAM user guide; about 4 s measured by others).
 */
export class Timeline<T> {
  #entries: Entry<T>[] = [];
  #latest: T;

  /** `from` is when the first value takes effect; before it there is none. */
  constructor(value: T, from: number = Number.NEGATIVE_INFINITY) {
    this.#latest = value;
    this.#entries.push({ from, value });
  }

  get latest(): T {
    return this.#latest;
  }

  /** What counts for callers at `now`; undefined before anything has arrived. */
  at(now: number): T | undefined {
    return this.#entries.findLast((entry) => entry.from <= now)?.value;
  }

  /** Writes `value`, effective for callers at `from`; never overtakes an earlier write that is still on its way. */
  set(value: T, from: number): void {
    const last = this.#entries.at(-1)?.from ?? from;
    this.#latest = value;
    this.#entries.push({ from: Math.max(from, last), value });
  }
}
