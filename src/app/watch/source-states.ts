import type { PollOutcome } from '../../collect/poller.ts';
import type { Source } from '../../core/connector.ts';
import type { AppError } from '../../core/errors.ts';
import type { Millis } from '../../core/time.ts';
import { nextDelay } from '../../kit/failures.ts';
import type { SourceState } from '../../observe/health.ts';

/** How often and since when a source fails. */
interface Trouble {
  readonly error: AppError;
  readonly since: Millis;
  readonly times: number;
}

/** What the store says about the reading of a source. */
export interface ReadSpan {
  readonly observedFrom: Millis;
  readonly observedThrough: Millis | null;
  readonly gaps: SourceState['gaps'];
}

/** What the daemon knows of its sources beside their cursors: failures. Lost at a restart, found again at the next poll. */
export interface SourceStates {
  /** Takes in what a poll came to. @returns when to ask again after a failure, null when all is well */
  note(source: Source, outcome: PollOutcome, now: Millis, random: () => number): Millis | null;
  failing(source: Source): Trouble | null;
  view(source: Source, read: ReadSpan): SourceState;
}

export function createSourceStates(): SourceStates {
  const troubles = new Map<string, Trouble>();
  const successes = new Map<string, Millis>();
  return {
    note(source, outcome, now, random) {
      if (outcome.kind === 'page') {
        troubles.delete(source.id);
        successes.set(source.id, now);
        return null;
      }
      const before = troubles.get(source.id);
      const times = (before?.times ?? 0) + 1;
      troubles.set(source.id, { error: outcome.error, since: before?.since ?? now, times });
      const { kind, retryAfter } = outcome.error;
      const delay = retryAfter ?? nextDelay({ kind }, times, random) ?? source.every;
      return now + delay;
    },
    failing: (source) => troubles.get(source.id) ?? null,
    view(source, { observedFrom, observedThrough, gaps }) {
      const trouble = troubles.get(source.id);
      return {
        id: source.id,
        title: source.title,
        provider: source.provider,
        account: source.account,
        every: source.every,
        lag: source.lag,
        observedFrom,
        observedThrough,
        lastSuccess: successes.get(source.id) ?? null,
        failure:
          trouble === undefined
            ? null
            : { kind: trouble.error.kind, message: trouble.error.message, since: trouble.since, times: trouble.times },
        newestEvent: null,
        longestPause: null,
        gaps,
        blindSpots: source.blindSpots,
      };
    },
  };
}
