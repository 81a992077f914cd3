import type { Millis } from '../../core/time.ts';
import { DAY } from '../../core/time.ts';

/** Where one thing has been met: which jobs got a secret, to which hosts an account sends. Plain data. */
export interface Known {
  readonly key: string;
  first: Millis;
  last: Millis;
  uses: number;
  /** Newest use last; bounded. */
  places: string[];
}

/** What was known before this use. */
export interface Before {
  readonly isNew: boolean;
  readonly uses: number;
  readonly first: Millis;
  readonly places: readonly string[];
}

const MOST_THINGS = 50_000;
const MOST_PLACES = 64;
const SILENCE = 400 * DAY;

/** The memory of rules that speak when something is met at a place for the first time. */
export class Firsts {
  readonly #known = new Map<string, Known>();

  /** Takes in one use. A late one counts as any other. @returns what was known before it */
  note(key: string, place: string, at: Millis): Before {
    const known = this.#known.get(key);
    if (known === undefined) {
      if (this.#known.size < MOST_THINGS) this.#known.set(key, { key, first: at, last: at, uses: 1, places: [place] });
      return { isNew: true, uses: 0, first: at, places: [] };
    }
    const { first, places, uses } = known;
    const before = { isNew: !places.includes(place), uses, first, places };
    known.places = [...places.filter((one) => one !== place), place].slice(-MOST_PLACES);
    known.uses += 1;
    known.first = Math.min(first, at);
    known.last = Math.max(known.last, at);
    return before;
  }

  sweep(now: Millis): void {
    for (const [key, { last }] of this.#known) if (now - last > SILENCE) this.#known.delete(key);
  }

  save(): readonly Known[] {
    return [...this.#known.values()];
  }

  restore(saved: readonly Known[]): void {
    for (const known of saved) this.#known.set(known.key, { ...known, places: [...known.places] });
  }
}
