import { schedule } from 'node-cron';
import type { ScheduleStore } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import { MINUTE } from '../core/time.ts';

/** Something that is to happen again and again. */
export interface Job {
  readonly name: string;
  readonly every: Millis;
}

export interface Due {
  /** The jobs whose time has come, missed runs included: each once, however many were missed. */
  at(now: Millis): Promise<readonly string[]>;
  /** It is under way: whoever hurries it from now on means another time, since this one may be past what he wants seen. */
  begun(name: string, at: Millis): void;
  done(name: string, at: Millis): Promise<void>;
  /** Not before this moment: after failures, or when a provider asked us to wait. */
  postpone(name: string, until: Millis): void;
  /** At the next opportunity, or the first one from a moment on: more is waiting. */
  hurry(name: string, from?: Millis): void;
}

/**
 * Which jobs are due. Last runs are kept in the store, so that a restart catches up; a part
 * of the interval that depends on the name spreads jobs that would start together.
 * @param jobs asked each time: there may be more of them than at the start
 */
export function createDue(jobs: () => readonly Job[], store: ScheduleStore): Due {
  const postponed = new Map<string, Millis>();
  const hurried = new Map<string, Millis>();
  return {
    async at(now) {
      const due: string[] = [];
      for (const { name, every } of jobs()) {
        if ((postponed.get(name) ?? 0) > now) continue;
        const last = await store.lastRun(name);
        if (
          (hurried.get(name) ?? Number.POSITIVE_INFINITY) <= now ||
          last === null ||
          now - last >= every + spread(name, every)
        )
          due.push(name);
      }
      return due;
    },
    begun(name, at) {
      if ((hurried.get(name) ?? Number.POSITIVE_INFINITY) <= at) hurried.delete(name);
    },
    async done(name, at) {
      postponed.delete(name);
      await store.setLastRun(name, at);
    },
    postpone(name, until) {
      hurried.delete(name);
      postponed.set(name, until);
    },
    hurry(name, from = Number.NEGATIVE_INFINITY) {
      hurried.set(name, Math.min(from, hurried.get(name) ?? from));
    },
  };
}

/** Up to a tenth of the interval, at most five seconds; fixed for a name so that tests can rely on it. */
function spread(name: string, every: Millis): Millis {
  // FNV-1a: names that differ in their last character land far apart.
  let hash = 0x811c9dc5;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return Math.floor(Math.min(every / 10, MINUTE / 12) * ((hash >>> 0) / 2 ** 32));
}

export interface Ticker {
  stop(): Promise<void>;
}

/** The library tells standard output of every second that came late; last runs are in our store, so nothing is missed. */
const SILENT = { info: ignore, warn: ignore, error: ignore, debug: ignore };

function ignore(): void {
  // Failures of a turn come to `onError`.
}

/** Calls `tick` every second, never two at once: a second in which one is still running is left out. */
export function startTicker(tick: () => Promise<void>, onError: (error: unknown) => void): Ticker {
  let running: Promise<void> | null = null;
  const task = schedule(
    '* * * * * *',
    () => {
      // The library could keep them apart itself, and would tell standard output each time.
      running ??= tick()
        .catch(onError)
        .finally(() => {
          running = null;
        });
    },
    { name: 'keywatch', logger: SILENT },
  );
  return {
    async stop() {
      await task.destroy();
      await running;
    },
  };
}
