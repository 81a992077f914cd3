import type { Command } from 'commander';
import { openDatabase } from '../app/database.ts';
import { readConfig } from '../app/read-config.ts';
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

/** Opens the store for one piece of work and closes it whatever happens. */
export async function useStore<T>(context: CliContext, options: StoreOptions, work: (store: Store) => Promise<T>): Promise<T> {
  const { config } = await readConfig(options.config, context.around);
  const store = await openDatabase({ path: options.database ?? config.database.path, cwd: context.around.cwd, mustExist: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
