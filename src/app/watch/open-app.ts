import { decode } from '../../collect/decode.ts';
import type { DecodePool } from '../../collect/decode-pool.ts';
import { startDecodePool } from '../../collect/decode-pool.ts';
import type { Receiver } from '../../collect/receiver.ts';
import type { Config } from '../../config/config.ts';
import type { EventBatch } from '../../core/batch.ts';
import type { ConnectorContext, Delivery, Source } from '../../core/connector.ts';
import type { Store } from '../../core/ports.ts';
import type { AlertSink } from '../../core/sink.ts';
import { createEngine } from '../../detect/engine.ts';
import type { SelfIdentity } from '../../detect/own-calls.ts';
import { keyFormatsOf } from '../../kit/key-scan.ts';
import { App } from '../app.ts';
import type { Log } from '../setup/connector-context.ts';
import { openNetworks } from '../setup/networks.ts';
import { formatsOf, readRules } from '../setup/rules.ts';
import type { Surroundings } from '../surroundings.ts';
import { type Detection, openDetection } from './detection.ts';
import { openDoors } from './doors.ts';
import { rememberSelf } from './known-self.ts';
import type { Lease } from './lease.ts';
import type { OpenReader } from './readers.ts';
import { openReceiver } from './webhooks.ts';

export interface OpenAppOptions {
  readonly around: Surroundings;
  readonly config: Config;
  readonly store: Store;
  /** Held by the caller's process; released by `App.stop`. */
  readonly lease: Lease;
  readonly context: ConnectorContext;
  readonly sinks: readonly AlertSink[];
  readonly log: Log;
  readonly onPage?: (source: Source, fresh: number) => void;
}

export interface OpenedApp {
  readonly app: App;
  readonly detection: Detection;
  readonly readers: readonly OpenReader[];
  /** Starts taking deliveries of webhooks, where the configuration asks for it. Close it before everything else. @throws AppError */
  receive(): Promise<Receiver | null>;
  close(): Promise<void>;
}

/** Larger deliveries are decoded in a thread, so that the daemon goes on answering. */
const THREAD_BYTES = 512 * 1024;

/** Puts the daemon together from its configuration. What it is not given, it cannot do: it has no actions. */
export async function openApp(options: OpenAppOptions): Promise<OpenedApp> {
  const { around, config, store, context, log } = options;
  const doors = await openDoors(config, around, context, log);
  const loaded = await readRules(config.detection, around);
  for (const { path, reason } of loaded.skipped) log('warn', 'A rule was not loaded', { path, reason });
  const runs = (await store.journal.runs({})).map(({ id }) => id);
  const self: SelfIdentity = { ...(await doors.whoAreWe()), runs, networks: config.detection.ownNetworks };
  await rememberSelf(store, self);
  const engine = createEngine({
    networks: openNetworks(config),
    rules: loaded.loaded,
    bindings: config.credentials,
    self,
  });
  const detection = await openDetection(store, engine, around.system.clock);
  const keepRaw = config.database.raw === 'keep';
  let pool: DecodePool | null = null;
  const startedPool = (): DecodePool => {
    pool ??= startDecodePool(1, Promise.resolve({ rules: loaded.loaded, keepRaw }));
    return pool;
  };
  const formats = formatsOf(around);
  const keyFormats = keyFormatsOf(Object.values(around.connectors));
  const decodeFrom = async (source: string, { place, bytes, format }: Delivery): Promise<EventBatch> => {
    const input = { source, place, bytes, format };
    if (bytes.length > THREAD_BYTES) return startedPool().decode(input);
    return decode(input, { formats, keyFormats, match: (id, record) => loaded.rules.match(id, record), keepRaw });
  };
  const app = new App({
    system: around.system,
    config,
    store,
    lease: options.lease,
    doors,
    detection,
    sinks: options.sinks,
    decode: (source, delivery) => decodeFrom(source.id, delivery),
    log,
    ...(options.onPage === undefined ? {} : { onPage: options.onPage }),
  });
  return {
    app,
    detection,
    readers: doors.readers,
    receive: () =>
      openReceiver({
        config,
        connectors: around.connectors,
        context,
        intake: detection,
        decode: decodeFrom,
        isStored: async (place) => (await store.events.storedPlaces([place])).has(place),
        onStored: (announced) => app.judgeSoon(announced),
      }),
    async close() {
      await app.stop();
      await pool?.close();
    },
  };
}
