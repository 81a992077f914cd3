import type { Command } from 'commander';
import { readConfig } from '../../app/setup/read-config.ts';
import type { Daemon, DaemonOptions } from '../../app/watch/daemon.ts';
import { AppError } from '../../core/errors.ts';
import { redact } from '../../kit/redact.ts';
import { createLogger, type Logger } from '../../observe/log.ts';
import type { CliContext } from '../context.ts';
import { textOptions } from '../context.ts';
import { type StoreOptions, withStore } from './store.ts';

export interface DaemonCommandOptions extends StoreOptions {
  readonly verbose?: boolean;
}

export function withDaemon(command: Command): Command {
  return withStore(command).option('--verbose', 'log every poll');
}

/** What the daemon is opened with, from the command line. @throws AppError where nothing is configured to be watched */
export async function daemonOptions(
  context: CliContext,
  options: DaemonCommandOptions,
): Promise<{ readonly daemon: Omit<DaemonOptions, 'lease'>; readonly logger: Logger }> {
  const { config, exists, file } = await readConfig(options.config, context.around);
  if (!exists || Object.keys(config.connectors).length === 0) {
    throw new AppError(exists ? `${file} names no provider to watch` : `There is no ${file}`, {
      code: 'CONFIG_NOTHING_TO_WATCH',
      kind: 'config',
      hint: exists
        ? 'Name one under `connectors:`; `keywatch init --output FILE` writes an example.'
        : 'Write one with `keywatch init`; `keywatch scan PATH` needs none.',
    });
  }
  const { format, level } = config.log;
  const logger = createLogger({
    level: options.verbose === true ? 'debug' : level,
    format: format === 'auto' ? (context.io.errIsTerminal ? 'pretty' : 'json') : format,
    redact,
    system: context.around.system,
    write: (line) => context.io.err(line),
  });
  const { color, width } = textOptions(context);
  return {
    logger,
    daemon: {
      around: context.around,
      ...(options.config === undefined ? {} : { config: options.config }),
      ...(options.database === undefined ? {} : { database: options.database }),
      log: (severity, message, fields) => logger.log(severity, message, fields),
      signal: context.signal,
      terminal: { write: (text) => context.io.out(text), width: width ?? 100, color },
    },
  };
}

/** Configured and yet not watched: a daemon with these is blind there, whatever else it says. */
export function notOpened(
  { around }: CliContext,
  { config, readers }: Pick<Daemon, 'config' | 'readers'>,
): readonly string[] {
  const opened = new Set(readers.map(({ connector }) => connector));
  return Object.keys(config.connectors).filter((id) => around.connectors[id]?.open !== undefined && !opened.has(id));
}
