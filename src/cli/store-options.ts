import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openDatabase } from '../app/database.ts';
import { type ReadConfig, readConfig } from '../app/read-config.ts';
import type { Store } from '../core/ports.ts';
import type { Format } from '../report/format.ts';
import { FORMATS } from '../report/format.ts';
import type { CliContext } from './context.ts';

export interface StoreOptions {
  readonly config?: string;
  readonly database?: string;
}

/** Options of every command that looks into the store. */
export function withStore(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration; keywatch.yaml in this folder is read by itself')
    .option('-d, --database <file>', 'database; overrides the configuration');
}

export function withFormat(command: Command, formats: readonly Format[] = FORMATS): Command {
  return command.option('-f, --format <format>', `output: ${formats.join(', ')}`, 'table');
}

/** The configuration, and the database that the command line or it names. */
export interface OpenedStore extends ReadConfig {
  /** Absolute path of the database. */
  readonly database: string;
}

/**
 * Opens the store for one piece of work and closes it whatever happens.
 * @param mustExist false for work that has something to put into a new one
 */
export async function useStore<T>(
  context: CliContext,
  options: StoreOptions,
  work: (store: Store, opened: OpenedStore) => Promise<T>,
  mustExist: boolean = true,
): Promise<T> {
  const settings = await readConfig(options.config, context.around);
  const database = resolve(context.around.cwd, options.database ?? settings.config.database.path);
  const store = await openDatabase({ path: database, cwd: context.around.cwd, mustExist });
  try {
    return await work(store, { ...settings, database });
  } finally {
    await store.close();
  }
}
