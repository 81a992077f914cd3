/** All the simulators know of time: milliseconds since 1970, moved by whoever owns the clock. */
export interface SimClock {
  now(): number;
}

/** A clock on which things can be scheduled; whatever moves it must ring the alarms in the order of their times. */
export interface AlarmClock extends SimClock {
  /** Calls `ring` when the clock reaches `at`, with `now()` at that time. Returns how to cancel it. */
  schedule(at: number, ring: () => void): () => void;
}

interface Alarm {
  readonly at: number;
  readonly order: number;
  readonly ring: () => void;
}

/**
 * A clock that moves only when told. Alarms ring in order while it passes them, each at its own time, so a story
 * scheduled on it happens by itself whoever advances the clock: a test, the demo or a sleeping daemon.
 */
export class ManualClock implements AlarmClock {
  #now: number;
  #alarms: Alarm[] = [];
  #order = 0;

  constructor(start: number | string) {
    this.#now = typeof start === 'string' ? Date.parse(start) : start;
  }

  now(): number {
    return this.#now;
  }

  /** An alarm in the past rings at the next move. */
  schedule(at: number, ring: () => void): () => void {
    const alarm: Alarm = { at, order: this.#order++, ring };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  advance(ms: number): void {
    this.advanceTo(this.#now + ms);
  }

  /** Moves forward to `to`, never back. Alarms set by alarms ring too when they fall before `to`. */
  advanceTo(to: number): void {
    for (let next = this.#nextUntil(to); next !== undefined; next = this.#nextUntil(to)) {
      const due = next;
      this.#alarms = this.#alarms.filter((alarm) => alarm !== due);
      this.#now = Math.max(this.#now, due.at);
      due.ring();
    }
    this.#now = Math.max(this.#now, to);
  }

  /** When the next alarm rings, to step from one happening to the next. */
  nextAlarm(): number | undefined {
    return this.#nextUntil(Number.POSITIVE_INFINITY)?.at;
  }

  /** Resolves once the clock has passed `ms`; rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const cancel = this.schedule(this.#now + ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(abortReason(signal));
      });
    });
  }

  #nextUntil(to: number): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (alarm.at > to) continue;
      if (next === undefined || alarm.at < next.at || (alarm.at === next.at && alarm.order < next.order)) next = alarm;
    }
    return next;
  }
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
