import { readFile } from 'node:fs/promises';
import { secretResolver } from '../../config/secret-refs.ts';
import type { ConnectorContext } from '../../core/connector.ts';
import { refuseCircles, secretStores } from '../respond/secret-stores.ts';
import type { Surroundings } from '../surroundings.ts';
import type { ReadConfig } from './read-config.ts';

export type Log = ConnectorContext['log'];

/** What a connector may use: time, secrets by reference, plain settings, a log. Never the store. */
export function connectorContext(
  around: Surroundings,
  { config, file }: Pick<ReadConfig, 'config' | 'file'>,
  log: Log,
  signal: AbortSignal,
): ConnectorContext {
  const env = (name: string): string | undefined => around.system.env(name);
  const contextFor = (opening: readonly string[]): ConnectorContext => {
    const stores = secretStores(around, config.connectors, (id) => contextFor([...opening, id]));
    return {
      clock: around.system.clock,
      log,
      env,
      secret: secretResolver({
        file,
        env,
        readFile: (path) => readFile(path, 'utf8'),
        stores: refuseCircles(stores, opening),
      }),
      signal,
    };
  };
  return contextFor([]);
}
