import type { Config } from '../../config/config.ts';
import type { Store } from '../../core/ports.ts';
import { createEngine } from '../../detect/engine.ts';
import { openNetworks } from '../setup/networks.ts';
import { readRules } from '../setup/rules.ts';
import type { Surroundings } from '../surroundings.ts';
import { type Detection, openDetection } from './detection.ts';
import { knownSelf } from './known-self.ts';
import type { Lease } from './lease.ts';
import { createPendingExposures } from './pending-exposures.ts';

export interface DetectionParts {
  readonly store: Store;
  readonly config: Config;
  readonly around: Surroundings;
  /** Held by the caller; released here. */
  readonly lease: Lease;
}

/** Wakes the detectors for one piece of work, saves what they have to say and what they learned, and lets go. */
export async function withDetection<T>(parts: DetectionParts, work: (detection: Detection) => Promise<T>): Promise<T> {
  const { store, config, around, lease } = parts;
  try {
    const { loaded } = await readRules(config.detection, around);
    const engine = createEngine({
      networks: openNetworks(config),
      rules: loaded,
      bindings: config.credentials,
      self: await knownSelf(store),
    });
    const detection = await openDetection(store, engine, around.system.clock);
    await createPendingExposures(store, engine).take();
    const result = await work(detection);
    await detection.snapshot();
    return result;
  } finally {
    await lease.release();
  }
}
