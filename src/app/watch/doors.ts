import type { Config } from '../../config/config.ts';
import type { ConnectorContext } from '../../core/connector.ts';
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../setup/connector-context.ts';
import type { Surroundings } from '../surroundings.ts';
import { type OpenReader, openReaders } from './readers.ts';

/** Who we are at the providers. */
export interface OwnNames {
  readonly aliases: readonly string[];
  readonly actors: readonly string[];
}

/** The connectors as far as they could be opened. A provider that was out of reach at the start is not given up. */
export interface Doors {
  readonly readers: readonly OpenReader[];
  /** False while a connector is not open or has not said who we are. */
  readonly complete: boolean;
  /** Opens what is not open yet. True when something was. */
  knock(): Promise<boolean>;
  /** Asks every open connector who we are there. */
  whoAreWe(): Promise<OwnNames>;
}

/** Opens every connector that the configuration names; one that fails is reported and keeps no other from watching. */
export async function openDoors(
  config: Config,
  around: Surroundings,
  context: ConnectorContext,
  log: Log,
): Promise<Doors> {
  const readers: OpenReader[] = [];
  let missing: readonly string[] = Object.keys(config.connectors);
  let unknown = false;

  const knock = async (): Promise<boolean> => {
    const shut: string[] = [];
    const wanted = Object.fromEntries(missing.map((id) => [id, config.connectors[id]]));
    const opened = await openReaders({ connectors: wanted }, around, context, (connector, error) => {
      shut.push(connector);
      log('warn', 'A connector could not be opened', { connector, error: messageOf(error) });
    });
    readers.push(...opened);
    missing = shut;
    return opened.length > 0;
  };

  await knock();
  return {
    readers,
    get complete() {
      return missing.length === 0 && !unknown;
    },
    knock,
    async whoAreWe() {
      const aliases: string[] = [];
      const actors: string[] = [];
      unknown = false;
      for (const { connector, reader } of readers) {
        try {
          const own = await reader.identities();
          aliases.push(...own.aliases);
          actors.push(...own.actors);
        } catch (error) {
          unknown = true;
          log('warn', 'Our own identity is unknown', { connector, error: messageOf(error) });
        }
      }
      return { aliases, actors };
    },
  };
}
