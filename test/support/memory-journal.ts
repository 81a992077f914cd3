import type { JournalEntry, Run, RunState } from '../../src/core/playbook.ts';
import type { JournalStore } from '../../src/core/ports.ts';

/** A journal that survives the "crash" of a saga because the test holds on to it. */
export class MemoryJournal implements JournalStore {
  readonly #runs = new Map<string, Run>();
  readonly #entries: JournalEntry[] = [];
  #crashAfter = Number.POSITIVE_INFINITY;

  /** Lines written so far. */
  get size(): number {
    return this.#entries.length;
  }

  /** The process dies right after line number `size` has been written, and at every later write. */
  crashAfter(size: number): void {
    this.#crashAfter = size;
  }

  /** A new process starts: writing works again. */
  restart(): void {
    this.#crashAfter = Number.POSITIVE_INFINITY;
  }

  createRun(run: Run): Promise<void> {
    this.#runs.set(run.id, structuredClone(run));
    return Promise.resolve();
  }

  append(entry: Omit<JournalEntry, 'sequence'>): Promise<JournalEntry> {
    if (this.#entries.length >= this.#crashAfter) return Promise.reject(new Crash());
    // Through JSON, as a database would keep it: what does not survive that must not be relied on.
    const written = JSON.parse(JSON.stringify({ ...entry, sequence: this.#entries.length + 1 })) as JournalEntry;
    this.#entries.push(written);
    if (this.#entries.length >= this.#crashAfter) return Promise.reject(new Crash());
    return Promise.resolve(written);
  }

  setState(run: string, state: RunState): Promise<void> {
    const known = this.#runs.get(run);
    if (known !== undefined) this.#runs.set(run, { ...known, state });
    return Promise.resolve();
  }

  run(id: string): Promise<Run | null> {
    return Promise.resolve(this.#runs.get(id) ?? null);
  }

  runs(filter: { readonly incident?: string; readonly state?: RunState }): Promise<readonly Run[]> {
    const found = [...this.#runs.values()].filter(
      (run) =>
        (filter.incident === undefined || run.plan.incident === filter.incident) &&
        (filter.state === undefined || run.state === filter.state),
    );
    return Promise.resolve(found);
  }

  entries(run: string): Promise<readonly JournalEntry[]> {
    return Promise.resolve(this.#entries.filter((entry) => entry.run === run));
  }
}

/** What a killed process leaves behind: nothing. */
export class Crash extends Error {
  constructor() {
    super('the process died here');
    this.name = 'Crash';
  }
}
