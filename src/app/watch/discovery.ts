import type { Config } from '../../config/config.ts';
import type { Store } from '../../core/ports.ts';
import type { System } from '../../core/system.ts';
import { asAppError } from '../failures.ts';
import type { Log } from '../setup/connector-context.ts';
import { blindnessOf } from './blindness.ts';
import type { Detection } from './detection.ts';
import type { Doors } from './doors.ts';
import { rememberSelf } from './known-self.ts';
import type { OpenReader } from './readers.ts';

export interface DiscoveryParts {
  readonly system: System;
  readonly config: Config;
  readonly store: Store;
  readonly doors: Doors;
  readonly detection: Detection;
  readonly log: Log;
}

/** What a running daemon finds that was not there at the start. */
export interface Discovery {
  /** Tries again what could not be opened, and asks again who we are. */
  knock(): Promise<void>;
  /** New accounts and regions, where a provider may have some. A list that is refused is a blindness of ours. */
  rediscover(reader: OpenReader): Promise<void>;
}

/** @param onChange there may be other sources now */
export function createDiscovery(parts: DiscoveryParts, onChange: () => Promise<void>): Discovery {
  const { config, detection, doors, log, store, system } = parts;

  const meetOurselves = async (): Promise<void> => {
    const names = await doors.whoAreWe();
    detection.engine.addOwnNames(names);
    await rememberSelf(store, { ...names, networks: config.detection.ownNetworks, runs: [] });
    await onChange();
  };

  return {
    async knock() {
      if (await doors.knock())
        log('info', 'A connector is open now', { connectors: doors.readers.map(({ connector }) => connector) });
      await meetOurselves();
    },
    async rediscover({ connector, reader }) {
      if (reader.rediscover === undefined) return;
      const before = reader.sources;
      try {
        await reader.rediscover();
      } catch (thrown) {
        const error = asAppError(thrown);
        if (error.kind === 'aborted') return;
        log('warn', 'What there is to watch could not be listed anew', { connector, error: error.message });
        const now = system.clock.now();
        const list = { provider: connector, account: '', id: `${connector}.discovery`, title: 'The list of accounts' };
        const blindness = blindnessOf(list, error, now, now);
        if (blindness !== null) detection.engine.reportBlindness(blindness, now);
      }
      if (reader.sources === before) return;
      log('info', 'What is watched has changed', { connector, sources: reader.sources.length });
      await meetOurselves();
    },
  };
}
