import type { SimClock } from '../clock.ts';

/** Who does the steps of a story. */
export const THIEF = 'the thief';

/** Something that somebody did in the story, as an onlooker would tell it, whether or not a log shows it. */
export interface Deed {
  readonly at: number;
  readonly who: string;
  readonly does: string;
  /** The provider did not let them. */
  readonly isRefused: boolean;
}

/** Keeps what an onlooker would tell of a story. What is done again and again is told when its answer changes. */
export interface Teller {
  readonly deeds: readonly Deed[];
  /** @param step the same object for each repetition. @param does undefined for what is not worth telling */
  tell(step: object, who: string, does: string | undefined, isRefused: boolean): void;
}

export function createTeller(clock: SimClock): Teller {
  const deeds: Deed[] = [];
  const last = new Map<object, boolean>();
  return {
    deeds,
    tell(step, who, does, isRefused) {
      if (does === undefined || last.get(step) === isRefused) return;
      last.set(step, isRefused);
      deeds.push({ at: clock.now(), who, does, isRefused });
    },
  };
}
