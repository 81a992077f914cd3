import type { Desk, Moment, Observation } from '../detector.ts';
import type { Cell } from '../memory/cell.ts';
import type { Spot } from '../spots.ts';

/** Where something is counted, and what is usual there. */
export interface Scope {
  readonly cell: Cell | null;
  readonly spot: Spot;
  /** True for the principal with all that it uses, false for the credential at hand. */
  readonly whole: boolean;
}

/**
 * Counts by the credential at hand, where one is known, and by the whole principal: what one of several does in the
 * noise of all is seen by itself, and what is spread over many is seen together.
 * @returns what the narrowest scope has to say
 */
export function inEachScope(
  moment: Moment,
  desk: Desk,
  judge: (scope: Scope) => Observation | null,
): Observation | null {
  const { cell, wider } = moment.track;
  const own = wider === null ? null : judge({ cell, spot: moment.spot, whole: false });
  const all = judge({ cell: wider ?? cell, spot: desk.principalSpot(moment), whole: true });
  return own ?? (all === null ? null : { ...all, whole: true });
}
