import type { Config } from '../../config/config.ts';
import type { ConnectorContext, Source } from '../../core/connector.ts';
import type { Store } from '../../core/ports.ts';
import { connectorContext, type Log } from '../setup/connector-context.ts';
import { openDatabase } from '../setup/database.ts';
import { readConfig } from '../setup/read-config.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Lease } from './lease.ts';
import { type OpenedApp, openApp } from './open-app.ts';
import { openSinks } from './sinks.ts';

export interface DaemonOptions {
  readonly around: Surroundings;
  /** Configuration file; the default one when absent. */
  readonly config?: string;
  /** Overrides the configuration. */
  readonly database?: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Where console messages go. */
  readonly terminal: { readonly write: (text: string) => void; readonly width: number; readonly color: boolean };
  /** Waits for the database, or refuses: see `takeLease` and `tryLease`. */
  lease(store: Store): Promise<Lease>;
  readonly onPage?: (source: Source, fresh: number) => void;
}

/** Everything that watches, opened from one configuration file. */
export interface Daemon extends OpenedApp {
  readonly store: Store;
  readonly config: Config;
  readonly configFile: string;
  /** SHA-256 (hex) of its text, '' when there was none. */
  readonly configHash: string;
  readonly context: ConnectorContext;
}

/** @throws AppError when the configuration is wrong, the database is in use, or a sink's address is missing */
export async function openDaemon(options: DaemonOptions): Promise<Daemon> {
  const { around, log, signal, terminal } = options;
  const { config, file, hash } = await readConfig(options.config, around);
  const store = await openDatabase({
    path: options.database ?? config.database.path,
    cwd: around.cwd,
    mustExist: false,
    keepRaw: config.database.raw === 'keep',
  });
  try {
    const lease = await options.lease(store);
    const context = connectorContext(around, { config, file }, log, signal);
    const sinks = await openSinks(config, {
      ...terminal,
      clock: around.system.clock,
      fetch: around.system.fetch,
      secret: context.secret,
    });
    const page = options.onPage === undefined ? {} : { onPage: options.onPage };
    const opened = await openApp({ around, config, store, lease, context, sinks, log, ...page });
    await opened.app.prepare();
    return {
      ...opened,
      store,
      config,
      configFile: file,
      configHash: hash,
      context,
      async close() {
        await opened.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
