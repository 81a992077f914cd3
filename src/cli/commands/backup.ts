import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { clean } from '../../report/paint.ts';
import type { Act, CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, useStore, withStore } from '../options/store.ts';
import { sizeText } from '../text/size.ts';
import { usageError } from '../usage.ts';

interface BackupOptions extends StoreOptions {
  readonly replace?: boolean;
}

export function addBackup(root: Command, act: Act): void {
  const command = root
    .command('backup')
    .description('A consistent copy of the database, also while the daemon writes to it.')
    .argument('<file>', 'where to put it; best on another disk')
    .option('--replace', 'take the place of a file that is there');
  withStore(command)
    .addHelpText(
      'after',
      `
Keep the fingerprint key (keywatch.key beside the database) together with the
copy: without it, secrets that were reported before are not recognised again.

Examples:
  keywatch backup /backup/keywatch-$(date +%F).db
  keywatch backup --replace /backup/keywatch.db
`,
    )
    .action(act(backup));
}

async function backup(context: CliContext, file: string, options: BackupOptions): Promise<ExitCode> {
  const target = resolve(context.io.cwd, file);
  if (options.replace !== true && existsSync(target)) {
    throw usageError(`${clean(target)} is there already`, 'Name another file, or add --replace.');
  }
  return useStore(context, options, 'read', async (store) => {
    await store.backup(target);
    const { size } = await stat(target);
    context.io.out(`Copied to ${clean(target)}, ${sizeText(size)}\n`);
    return EXIT.ok;
  });
}
