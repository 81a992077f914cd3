import { dirname, join, resolve } from 'node:path';
import type { Config } from '../../config/config.ts';
import { loadInstallKey } from '../../config/install-key.ts';
import type { Secret } from '../../core/secret.ts';
import { fingerprint } from '../../kit/fingerprint.ts';
import type { SagaEvent } from '../../respond/saga-types.ts';
import { connectorContext, type Log } from '../setup/connector-context.ts';
import { openDatabase } from '../setup/database.ts';
import { readConfig } from '../setup/read-config.ts';
import type { Surroundings } from '../surroundings.ts';
import { type Daemon, type DaemonOptions, openDaemon } from '../watch/daemon.ts';
import { holdingClock } from '../watch/holding-clock.ts';
import { takeLease, tryLease } from '../watch/lease.ts';
import { closeReaders, openReaders } from '../watch/readers.ts';
import { tellNow, type Untold } from '../watch/tell.ts';
import { besideDaemon, ownWatch } from '../watch/watch.ts';
import type { ApplyOptions } from './apply.ts';
import type { EnteredKey } from './old-secrets.ts';

export interface OpenRespondOptions {
  readonly around: Surroundings;
  readonly config?: string;
  readonly database?: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly onEvent: (event: SagaEvent) => void;
  readonly oldKey?: EnteredKey;
  /** Where messages of a console sink go. */
  readonly terminal: DaemonOptions['terminal'];
}

export interface OpenRespond extends ApplyOptions {
  /** Sends what is in the outbox. Null beside a daemon, which does so itself. */
  tell(): Promise<Untold | null>;
  close(): Promise<void>;
}

/** Opens what carrying out a plan needs: beside a running daemon, or with the collection done here. */
export async function openRespond(options: OpenRespondOptions): Promise<OpenRespond> {
  const { around, log, signal, onEvent } = options;
  const { config, file } = await readConfig(options.config, around);
  const path = options.database ?? config.database.path;
  const ours = {
    ...(options.oldKey === undefined ? {} : { oldKey: options.oldKey }),
    fingerprint: await printer(options, config),
  };
  const probe = await openDatabase({ path, cwd: around.cwd, mustExist: true });
  const lease = await tryLease(probe.leases, around.system);
  if (lease !== null) {
    await lease.release();
    await probe.close();
    const daemon = await openDaemon(daemonOptions(options));
    return { ...fromDaemon(daemon, options), ...ours };
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
    ...ours,
    watch: besideDaemon(probe, readers, around.system.clock),
    tell: async () => null,
    async close() {
      await closeReaders(readers);
      await probe.close();
    },
  };
}

/** The key lies beside the database that is in use. */
async function printer({ around, database }: OpenRespondOptions, config: Config): Promise<(secret: Secret) => string> {
  const isOther = database !== undefined && resolve(around.cwd, database) !== config.database.path;
  const path = isOther ? join(dirname(resolve(around.cwd, database)), 'keywatch.key') : config.database.fingerprintKey;
  const key = await loadInstallKey(path, (bytes) => around.system.random(bytes));
  return (secret) => fingerprint(key, secret.reveal());
}

function daemonOptions({ around, config, database, log, signal, terminal }: OpenRespondOptions): DaemonOptions {
  return {
    around,
    ...(config === undefined ? {} : { config }),
    ...(database === undefined ? {} : { database }),
    log,
    signal,
    terminal,
    lease: (store) => takeLease(store.leases, around.system),
  };
}

function fromDaemon(daemon: Daemon, { around, log, signal, onEvent }: OpenRespondOptions): OpenRespond {
  const { app, detection, readers, context, store, config, configFile } = daemon;
  const { system } = around;
  return {
    store,
    config,
    configFile,
    // A run waits for minutes, in which no other process may take the database over.
    around: { ...around, system: { ...system, clock: holdingClock(system.clock, () => app.keep()) } },
    log,
    signal,
    onEvent,
    readers,
    context,
    watch: ownWatch(app, detection.engine),
    tell: () => tellNow(app, around.system.clock),
    close: () => daemon.close(),
  };
}
