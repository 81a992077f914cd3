import { connectorContext, type Log } from '../../app/connector-context.ts';
import { openDatabase } from '../../app/database.ts';
import { takeLease } from '../../app/lease.ts';
import { openApp } from '../../app/open-app.ts';
import type { App } from '../../app/app.ts';
import { readConfig } from '../../app/read-config.ts';
import type { ApplyOptions } from '../../app/respond-apply.ts';
import type { PlanOptions } from '../../app/respond-plan.ts';
import { openSinks } from '../../app/sinks.ts';
import type { Surroundings } from '../../app/surroundings.ts';
import type { Store } from '../../core/ports.ts';

/** The real daemon, opened from the demo's configuration file. */
export interface DemoDaemon {
  readonly app: App;
  readonly store: Store;
  /** What planning gets: nothing that could act. */
  readonly plan: PlanOptions;
  /** What carrying out gets beside it. */
  readonly apply: Pick<ApplyOptions, 'app' | 'engine' | 'readers' | 'context'>;
  close(): Promise<void>;
}

export async function openDaemon(around: Surroundings, signal: AbortSignal): Promise<DemoDaemon> {
  const { config, file } = await readConfig(undefined, around);
  const store = await openDatabase({ path: config.database.path, cwd: around.cwd, mustExist: false });
  const lease = await takeLease(store.leases, around.system);
  const log: Log = () => undefined;
  const context = connectorContext(around, file, log, signal);
  const sinks = await openSinks(config, {
    write: () => undefined,
    width: 100,
    color: false,
    clock: around.system.clock,
    secret: context.secret,
  });
  const { app, detection, readers, close } = await openApp({ around, config, store, lease, context, sinks, log });
  await app.prepare();
  return {
    app,
    store,
    plan: { store, config, configFile: file, around, log, signal },
    apply: { app, engine: detection.engine, readers, context },
    async close() {
      await close();
      await store.close();
    },
  };
}
