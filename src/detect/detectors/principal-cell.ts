import type { Moment } from '../detector.ts';
import type { Cell } from '../memory/cell.ts';

/** Memory of the whole principal: money that one key routes, another may send away. */
export function principalCell({ track }: Moment): Cell | null {
  return track.wider ?? track.cell;
}
