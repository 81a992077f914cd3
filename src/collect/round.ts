import type { Source } from '../core/connector.ts';
import type { Millis } from '../core/time.ts';
import type { PollDeps, PollOutcome } from './poller.ts';
import { pollPage } from './poller.ts';

export interface RoundOptions {
  readonly sources: readonly Source[];
  readonly deps: PollDeps;
  readonly signal: AbortSignal;
  readonly onPage: (source: Source, outcome: PollOutcome) => void;
  /** Pages of one round at most; the rest goes on in the next, so that a backfill cannot starve the daemon. */
  readonly maxPages: number;
}

/**
 * One round over the sources that are due. The source that is furthest behind goes first, and
 * detection may only pass what every source behind has reached: a backfill over several
 * regions is then seen in the order in which it happened.
 * @returns the sources that have another page waiting
 */
export async function pollRound(options: RoundOptions): Promise<readonly Source[]> {
  const behind = new Map<Source, Millis>();
  for (const source of options.sources) {
    behind.set(source, (await options.deps.store.cursor(source.id))?.observedThrough ?? Number.NEGATIVE_INFINITY);
  }
  for (let pages = 0; behind.size > 0 && pages < options.maxPages && !options.signal.aborted; pages += 1) {
    const source = furthestBehind(behind);
    const outcome = await pollPage(source, options.deps, options.signal);
    options.onPage(source, outcome);
    if (outcome.kind === 'page' && outcome.more) behind.set(source, outcome.observedThrough);
    else behind.delete(source);
    if (behind.size > 0) await options.deps.intake.settle(Math.min(...behind.values()));
  }
  if (behind.size === 0) await options.deps.intake.settle('all');
  return [...behind.keys()];
}

function furthestBehind(behind: ReadonlyMap<Source, Millis>): Source {
  let least: Source | null = null;
  for (const [source, through] of behind) {
    if (least === null || through < (behind.get(least) ?? 0)) least = source;
  }
  if (least === null) throw new RangeError('no source is due');
  return least;
}
