import type { Command } from 'commander';
import type { EventQuery, Store, TopRow } from '../../core/ports.ts';
import type { Column } from '../../report/format.ts';
import { render } from '../../report/format.ts';
import { count } from '../../report/lines.ts';
import { clockTime } from '../../report/when.ts';
import { EVENT_COLUMNS } from '../columns/event-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type QueryOptions, queryOf, withQuery } from '../options/query.ts';
import { type StoreOptions, useStore, withFormat, withStore } from '../options/store.ts';
import { parseCount, usageError } from '../usage.ts';

interface SearchOptions extends StoreOptions, QueryOptions {
  readonly format: string;
  readonly limit: string;
  readonly after?: string;
  readonly top?: string;
}

const DIMENSIONS = ['action', 'credential', 'actor', 'address'] as const;

export function addSearch(root: Command, act: Act): void {
  const command = root
    .command('search')
    .description('What was done, with which key, by whom, from where: newest first.')
    .argument('[text...]', 'words that any name must contain')
    .option('--lineage', 'with --credential: everything minted from it too')
    .option('--top <dimension>', `count instead of list: ${DIMENSIONS.join(', ')}`)
    .option('-n, --limit <count>', 'rows at most', '50')
    .option('--after <cursor>', 'go on where a page ended');
  withStore(withFormat(withQuery(command)))
    .addHelpText(
      'after',
      `
Examples:
  keywatch search --credential AKIA… --lineage --since 7d
  keywatch search --ip 198.51.100.0/24 --outcome denied
  keywatch search --action GetSecretValue --from 2026-11-01 --format csv
  keywatch search --top action --since 30d
`,
    )
    .action(act(search));
}

async function search(context: CliContext, words: readonly string[], options: SearchOptions): Promise<ExitCode> {
  const format = formatOf(options.format);
  const limit = parseCount(options.limit, '--limit');
  const query: EventQuery = {
    ...queryOf(options, context.around.system.clock.now()),
    ...(words.length > 0 ? { text: words.join(' ') } : {}),
  };
  return useStore(context, options, 'read', async (store) => {
    if (options.top !== undefined) {
      const by = DIMENSIONS.find((one) => one === options.top);
      if (by === undefined)
        throw usageError(`--top ${options.top} is not known`, `Choose one of ${DIMENSIONS.join(', ')}.`);
      const rows = await store.events.top(by, query, limit);
      if (rows.length === 0) context.io.err(await nothingText(store));
      if (rows.length > 0 || format !== 'table')
        context.io.out(render(rows, topColumns(by), format, 'top', textOptions(context)));
      return EXIT.ok;
    }
    const page = await store.events.search(query, {
      limit,
      ...(options.after === undefined ? {} : { after: options.after }),
    });
    if (page.rows.length === 0) context.io.err(await nothingText(store));
    if (page.rows.length > 0 || format !== 'table')
      context.io.out(render(page.rows, EVENT_COLUMNS, format, 'events', textOptions(context)));
    if (page.next !== null) context.io.err(`More: add --after ${page.next}\n`);
    return EXIT.ok;
  });
}

/** That nothing was found means little without what there was to find it in. */
async function nothingText(store: Store): Promise<string> {
  const { events, firstEvent, lastEvent } = await store.events.stats();
  if (firstEvent === null || lastEvent === null) return 'No event matches: the database holds none yet.\n';
  return `No event matches. Stored are ${count(events, 'event')}, ${clockTime(firstEvent)} to ${clockTime(lastEvent)} UTC.\n`;
}

function topColumns(by: string): readonly Column<TopRow>[] {
  return [
    { key: 'count', title: 'EVENTS', align: 'right', value: (row) => row.count, shrink: 'never' },
    { key: by, title: by.toUpperCase(), value: (row) => row.key, identifier: true },
  ];
}
