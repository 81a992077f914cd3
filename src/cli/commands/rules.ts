import type { Command } from 'commander';
import { readConfig } from '../../app/setup/read-config.ts';
import { type RuleBook, readRuleBook, readRuleUse } from '../../app/setup/rule-book.ts';
import { AppError } from '../../core/errors.ts';
import { SEVERITIES } from '../../core/event.ts';
import { render } from '../../report/format.ts';
import { count } from '../../report/lines.ts';
import { RULE_COLUMNS, type RuleRow } from '../columns/rule-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, useStore, withFormat, withStore } from '../options/store.ts';
import { skippedLines } from '../text/rule.ts';
import { severityOf } from './incidents.ts';
import { addRulesExplain } from './rules-explain.ts';
import { addRulesTest } from './rules-test.ts';

interface ListOptions extends StoreOptions {
  readonly format: string;
  readonly silent?: boolean;
  readonly idle?: boolean;
  readonly severity?: string;
}

const EXAMPLES = `
Examples:
  keywatch rules
  keywatch rules --severity high --format csv
  keywatch rules --idle
  keywatch rules explain dormant-key
  keywatch rules test --config keywatch.yaml
`;

export function addRules(root: Command, act: Act): void {
  const command = root
    .command('rules')
    .description('Detections: what each finds, what it misses, and whether its examples still hold.')
    .enablePositionalOptions();
  const list = command
    .command('list', { isDefault: true })
    .description('All detectors: built in, from our rules, and from your own rule folders.')
    .option('--severity <severity>', `this severity and above: ${SEVERITIES.join(', ')}`)
    .option('--silent', 'only those that have found nothing in the database')
    .option('--idle', 'only rules for which nothing that they look for ever came in');
  withStore(withFormat(list)).addHelpText('after', EXAMPLES).action(act(listRules));
  addRulesExplain(command, act);
  addRulesTest(command, act);
  command.addHelpText('after', EXAMPLES);
}

async function listRules(context: CliContext, options: ListOptions): Promise<ExitCode> {
  const format = formatOf(options.format);
  const least = options.severity === undefined ? 0 : SEVERITIES.indexOf(severityOf(options.severity, '--severity'));
  const { config } = await readConfig(options.config, context.around);
  const book = await readRuleBook(config.detection, context.around);
  const rows = await withUse(book, context, options);
  const shown = rows
    .filter(({ info }) => SEVERITIES.indexOf(info.severity) >= least)
    .filter(({ use }) => options.silent !== true || use?.times === 0)
    .filter(({ use }) => options.idle !== true || use?.state === 'idle')
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(b.info.severity) - SEVERITIES.indexOf(a.info.severity) || (a.info.id < b.info.id ? -1 : 1),
    );
  context.io.out(render(shown, RULE_COLUMNS, format, 'rules', textOptions(context)));
  context.io.err(
    `${count(shown.length, 'detector')}; \`keywatch rules explain ID\` tells what one finds and what it misses.\n`,
  );
  for (const line of skippedLines(book.skipped, book.disabled)) context.io.err(`${line}\n`);
  return EXIT.ok;
}

/** Detectors can be listed without a database; one that is asked for must be there. */
async function withUse(book: RuleBook, context: CliContext, options: ListOptions): Promise<readonly RuleRow[]> {
  const asked = options.database !== undefined || options.silent === true || options.idle === true;
  try {
    return await useStore(context, options, 'read', async (store) => {
      const use = await readRuleUse(book, store, context.around);
      return book.entries.map((entry) => ({ ...entry, use: use.get(entry.info.id) ?? null }));
    });
  } catch (error) {
    if (asked || !(error instanceof AppError && error.code === 'STORE_MISSING')) throw error;
    return book.entries.map((entry) => ({ ...entry, use: null }));
  }
}
