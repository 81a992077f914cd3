import type { Config } from '../../config/config.ts';
import type { Millis } from '../../core/time.ts';
import { globMatcher } from '../../kit/glob.ts';

/** Job name of a source's polls, before its id. */
export const POLL: string = 'poll:';

/** Time between two polls of a source: its own, unless the configuration says another. */
export function pollInterval(
  { id, every }: { readonly id: string; readonly every: Millis },
  { schedule }: Config,
): Millis {
  return schedule.polls.find(({ source }) => globMatcher(source)(id))?.every ?? every;
}
