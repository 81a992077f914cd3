import type { Command } from 'commander';
import { render } from '../../report/format.ts';
import { UNPARSED_COLUMNS } from '../columns/unparsed-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, useStore, withFormat, withStore } from '../options/store.ts';
import { parseCount } from '../usage.ts';

interface UnparsedOptions extends StoreOptions {
  readonly format: string;
  readonly limit: string;
}

export function addUnparsed(root: Command, act: Act): void {
  const command = root
    .command('unparsed')
    .description('Records that could not be read, with the reason and how they begin: newest first.')
    .option('-n, --limit <count>', 'rows at most', '50');
  withStore(withFormat(command))
    .addHelpText('after', '\nExamples:\n  keywatch unparsed\n  keywatch unparsed --limit 1000 --format csv\n')
    .action(act(unparsed));
}

async function unparsed(context: CliContext, options: UnparsedOptions): Promise<ExitCode> {
  const format = formatOf(options.format);
  const limit = parseCount(options.limit, '--limit');
  return useStore(context, options, 'read', async (store) => {
    const rows = await store.events.unparsed(limit);
    const { unparsed: all } = await store.events.stats();
    if (rows.length === 0 && format === 'table') context.io.out('Every record could be read.\n');
    else context.io.out(render(rows, UNPARSED_COLUMNS, format, 'unparsed', textOptions(context)));
    if (all > rows.length) context.io.err(`${all - rows.length} more: add --limit ${all}\n`);
    return EXIT.ok;
  });
}
