import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openDatabase, openToRead } from '../../app/setup/database.ts';
import { type ReadConfig, readConfig } from '../../app/setup/read-config.ts';
import type { Store } from '../../core/ports.ts';
import type { Format } from '../../report/format.ts';
import { FORMATS } from '../../report/format.ts';
import type { CliContext } from '../context.ts';

export interface StoreOptions {
  readonly config?: string;
  readonly database?: string;
}

/** The same options again, for a command that is proposed as the next one. */
export function storeFlags({ config, database }: StoreOptions): string {
  return [...flag('--config', config), ...flag('--database', database)].join('');
}

function flag(name: string, value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return [` ${name} ${/^[\w./:@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`];
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

/** `read` takes no lock and needs no right to write; `create` has something to put into a new database. */
export type StoreUse = 'read' | 'change' | 'create';

/** Opens the store for one piece of work and closes it whatever happens. */
export async function useStore<T>(
  context: CliContext,
  options: StoreOptions,
  use: StoreUse,
  work: (store: Store, opened: OpenedStore) => Promise<T>,
): Promise<T> {
  const { cwd } = context.around;
  const settings = await readConfig(options.config, context.around);
  const database = resolve(cwd, options.database ?? settings.config.database.path);
  const store =
    use === 'read'
      ? await openToRead(database, cwd)
      : await openDatabase({ path: database, cwd, mustExist: use === 'change' });
  try {
    return await work(store, { ...settings, database });
  } finally {
    await store.close();
  }
}
