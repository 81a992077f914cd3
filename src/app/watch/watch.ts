import type { Store } from '../../core/ports.ts';
import type { Clock, Millis } from '../../core/time.ts';
import type { Engine } from '../../detect/engine.ts';
import type { App } from '../app.ts';
import type { OpenReader } from './readers.ts';

/** How a run sees what goes on while it acts, and tells the detectors what it did itself. */
export interface Watch {
  /** Reads log and inventory anew. */
  refresh(signal: AbortSignal): Promise<void>;
  noteRun(run: string): void;
  noteStopped(alias: string, at: Millis, run: string): void;
}

/** This process collects and judges: it reads everything by itself. */
export function ownWatch(app: App, engine: Engine): Watch {
  return {
    refresh: (signal) => app.pollAll(signal),
    noteRun: (run) => engine.addRun(run),
    noteStopped: (alias, at, run) => engine.noteState(alias, 'inactive', at, `Stopped by run ${run}`),
  };
}

/**
 * A daemon works on the same database: it reads the log and learns of our deeds from the
 * journal. Only the inventory is read here, because the daemon does so too seldom.
 */
export function besideDaemon(store: Store, readers: readonly OpenReader[], clock: Clock): Watch {
  return {
    async refresh() {
      for (const { connector, reader } of readers) {
        if (reader.inventory === undefined) continue;
        for await (const items of reader.inventory())
          await store.credentials.saveInventory(items, connector, clock.now());
      }
    },
    noteRun: () => undefined,
    noteStopped: () => undefined,
  };
}
