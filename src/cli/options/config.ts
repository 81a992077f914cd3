import type { Command } from 'commander';

export interface ConfigOptions {
  readonly config?: string;
}

/** For commands that need the configuration and no database. */
export function withConfig(command: Command): Command {
  return command.option('-c, --config <file>', 'configuration; keywatch.yaml in this folder is read by itself');
}
