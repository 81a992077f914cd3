import type { SagaEvent } from '../respond/saga-types.ts';
import { connectorContext, type Log } from './connector-context.ts';
import { type Daemon, type DaemonOptions, openDaemon } from './daemon.ts';
import { openDatabase } from './database.ts';
import { takeLease, tryLease } from './lease.ts';
import { readConfig } from './read-config.ts';
import { closeReaders, openReaders } from './readers.ts';
import type { ApplyOptions } from './respond-apply.ts';
import type { Surroundings } from './surroundings.ts';
import { besideDaemon, ownWatch } from './watch.ts';

export interface OpenRespondOptions {
  readonly around: Surroundings;
  readonly config?: string;
  readonly database?: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly onEvent: (event: SagaEvent) => void;
}

export interface OpenRespond extends ApplyOptions {
  close(): Promise<void>;
}

/** Opens what carrying out a plan needs: beside a running daemon, or with the collection done here. */
export async function openRespond(options: OpenRespondOptions): Promise<OpenRespond> {
  const { around, log, signal, onEvent } = options;
  const { config, file } = await readConfig(options.config, around);
  const path = options.database ?? config.database.path;
  const probe = await openDatabase({ path, cwd: around.cwd, mustExist: true });
  const lease = await tryLease(probe.leases, around.system);
  if (lease !== null) {
    await lease.release();
    await probe.close();
    const daemon = await openDaemon(daemonOptions(options));
    return fromDaemon(daemon, options);
  }
  const context = connectorContext(around, { config, file }, log, signal);
  const readers = await openReaders(config, around, context, (connector, error) =>
    log('warn', 'A connector could not be opened', { connector, error: String(error) }),
  );
  return {
    store: probe,
    config,
    configFile: file,
    around,
    log,
    signal,
    onEvent,
    readers,
    context,
    watch: besideDaemon(probe, readers, around.system.clock),
    async close() {
      await closeReaders(readers);
      await probe.close();
    },
  };
}

function daemonOptions({ around, config, database, log, signal }: OpenRespondOptions): DaemonOptions {
  return {
    around,
    ...(config === undefined ? {} : { config }),
    ...(database === undefined ? {} : { database }),
    log,
    signal,
    terminal: { write: () => undefined, width: 100, color: false },
    lease: (store) => takeLease(store.leases, around.system),
  };
}

function fromDaemon(daemon: Daemon, { around, log, signal, onEvent }: OpenRespondOptions): OpenRespond {
  const { app, detection, readers, context, store, config, configFile } = daemon;
  return {
    store,
    config,
    configFile,
    around,
    log,
    signal,
    onEvent,
    readers,
    context,
    watch: ownWatch(app, detection.engine),
    close: () => daemon.close(),
  };
}
