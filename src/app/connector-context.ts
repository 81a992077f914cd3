import { readFile } from 'node:fs/promises';
import { secretResolver } from '../config/secret-refs.ts';
import type { ConnectorContext } from '../core/connector.ts';
import type { Surroundings } from './surroundings.ts';

export type Log = ConnectorContext['log'];

/** What a connector may use: time, secrets by reference, plain settings, a log. Never the store. */
export function connectorContext(around: Surroundings, configFile: string, log: Log, signal: AbortSignal): ConnectorContext {
  return {
    clock: around.system.clock,
    log,
    env: (name) => around.system.env(name),
    secret: secretResolver({
      file: configFile,
      env: (name) => around.system.env(name),
      readFile: (path) => readFile(path, 'utf8'),
    }),
    signal,
  };
}
