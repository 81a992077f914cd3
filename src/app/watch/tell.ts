import type { AlertOutcome } from '../../alert/pipeline.ts';
import { type Clock, SECOND } from '../../core/time.ts';
import type { App } from '../app.ts';

/** Somebody waits at the terminal meanwhile. */
const LONGEST = 20 * SECOND;

/** What a command leaves untold. */
export interface Untold {
  /** Messages that a sink has not taken: they stay in the outbox. */
  readonly left: readonly Pick<AlertOutcome, 'sink' | 'detail'>[];
  /** Refused for good. */
  readonly refused: readonly Pick<AlertOutcome, 'sink' | 'detail'>[];
}

/** Sends what is waiting in the outbox, for commands after which no daemon does it. Never longer than 20 s. */
export async function tellNow(app: App, clock: Clock): Promise<Untold> {
  const late = new AbortController();
  const done = new AbortController();
  const limit = clock.timeout(LONGEST, done.signal).then(
    () => late.abort(),
    () => undefined,
  );
  const outcomes = await app.alert({ flush: true, signal: late.signal });
  done.abort();
  await limit;
  return {
    left: outcomes.filter(({ result }) => result === 'retry'),
    refused: outcomes.filter(({ result }) => result === 'rejected'),
  };
}
