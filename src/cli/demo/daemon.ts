import type { ApplyOptions } from '../../app/respond/apply.ts';
import type { PlanOptions } from '../../app/respond/plan.ts';
import type { Log } from '../../app/setup/connector-context.ts';
import type { Surroundings } from '../../app/surroundings.ts';
import { type Daemon, openDaemon } from '../../app/watch/daemon.ts';
import { takeLease } from '../../app/watch/lease.ts';
import { ownWatch } from '../../app/watch/watch.ts';

/** The real daemon, opened from the demo's configuration file, with what planning and acting need. */
export interface DemoDaemon extends Daemon {
  /** What planning gets: nothing that could act. */
  readonly plan: PlanOptions;
  /** What carrying out gets beside it. */
  readonly apply: Pick<ApplyOptions, 'watch' | 'readers' | 'context'>;
}

/** @param log gets what the daemon would write to its own */
export async function openDemoDaemon(
  around: Surroundings,
  signal: AbortSignal,
  log: Log = () => undefined,
): Promise<DemoDaemon> {
  const daemon = await openDaemon({
    around,
    log,
    signal,
    terminal: { write: () => undefined, width: 100, color: false },
    lease: (store) => takeLease(store.leases, around.system),
  });
  const { app, detection, readers, context, store, config, configFile } = daemon;
  return {
    ...daemon,
    plan: { store, config, configFile, around, log, signal },
    apply: { watch: ownWatch(app, detection.engine), readers, context },
  };
}
