import type { Readable } from 'node:stream';
import { startDecodePool } from '../collect/decode-pool.ts';
import type { ImportProgress, ImportSummary } from '../collect/import-files.ts';
import { importFiles } from '../collect/import-files.ts';
import type { Config } from '../config/config.ts';
import type { Incident } from '../core/incident.ts';
import type { Store } from '../core/ports.ts';
import type { CatalogueEntry } from '../detect/catalogue.ts';
import { catalogueOf } from '../detect/catalogue.ts';
import { createEngine } from '../detect/engine.ts';
import { openNetworks } from './setup/networks.ts';
import { readRules } from './setup/rules.ts';
import type { Surroundings } from './surroundings.ts';
import { openDetection } from './watch/detection.ts';
import { knownSelf } from './watch/known-self.ts';
import { leaseLost, takeLease } from './watch/lease.ts';
import { createPendingExposures } from './watch/pending-exposures.ts';
import { createVerdicts } from './watch/verdicts.ts';

export type { ImportProgress, ImportSummary };

export interface ScanOptions {
  readonly paths: readonly string[];
  readonly stdin: Readable;
  readonly store: Store;
  readonly config: Config;
  readonly around: Surroundings;
  readonly workers: number;
  readonly keepRaw: boolean;
  readonly onProgress: (progress: ImportProgress) => void;
  readonly signal: AbortSignal;
}

export interface ScanResult {
  readonly summary: ImportSummary;
  /** Incidents of the store after the scan, the worst first. */
  readonly incidents: readonly Incident[];
  readonly catalogue: readonly CatalogueEntry[];
  /** Rules that could not be loaded; the others ran. */
  readonly skippedRules: readonly { readonly path: string; readonly reason: string }[];
}

/** Files to incidents, through the path that the daemon takes as well. No credentials needed. */
export async function scan(options: ScanOptions): Promise<ScanResult> {
  const { store, config, around, signal } = options;
  const lease = await takeLease(store.leases, around.system);
  const losing = new AbortController();
  const keep = async (): Promise<void> => {
    if (!(await lease.keep())) losing.abort(leaseLost());
  };
  const rules = readRules(config.detection, around);
  // First of all, since threads need a while to start.
  const pool = startDecodePool(
    options.workers,
    rules.then(({ loaded }) => ({ rules: loaded, keepRaw: options.keepRaw })),
  );
  try {
    const loaded = await rules;
    const engine = createEngine({
      networks: openNetworks(config),
      rules: loaded.loaded,
      bindings: config.credentials,
      self: await knownSelf(store),
    });
    const detection = await openDetection(store, engine, around.system.clock);
    await createVerdicts(store.incidents, engine).sync();
    await createPendingExposures(store, engine).take();
    const summary = await importFiles({
      paths: options.paths,
      stdin: options.stdin,
      pool,
      intake: detection,
      now: around.system.clock.now(),
      onProgress: (progress) => {
        options.onProgress(progress);
        // Where the database cannot be written any more, the next commit says so.
        keep().catch(() => undefined);
      },
      signal: AbortSignal.any([signal, losing.signal]),
    });
    losing.signal.throwIfAborted();
    // Each thread has a heap of its own, and sealing needs room, too.
    await pool.close();
    await detection.snapshot();
    await store.events.seal();
    return {
      summary,
      incidents: await store.incidents.list({}),
      catalogue: catalogueOf(loaded.loaded),
      skippedRules: loaded.skipped,
    };
  } finally {
    await pool.close();
    await lease.release();
  }
}
