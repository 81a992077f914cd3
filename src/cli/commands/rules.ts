import type { Command } from 'commander';
import { readConfig } from '../../app/read-config.ts';
import { readRuleBook } from '../../app/rule-book.ts';
import { SEVERITIES } from '../../core/event.ts';
import { render } from '../../report/format.ts';
import { count } from '../../report/lines.ts';
import { RULE_COLUMNS } from '../columns/rule-columns.ts';
import { type ConfigOptions, withConfig } from '../config-options.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { skippedLines } from '../rule-text.ts';
import { withFormat } from '../store-options.ts';
import { severityOf } from './incidents.ts';
import { addRulesExplain } from './rules-explain.ts';
import { addRulesTest } from './rules-test.ts';

interface ListOptions extends ConfigOptions {
  readonly format: string;
  readonly severity?: string;
}

const EXAMPLES = `
Examples:
  keywatch rules
  keywatch rules --severity high --format csv
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
    .option('--severity <severity>', `this severity and above: ${SEVERITIES.join(', ')}`);
  withConfig(withFormat(list)).addHelpText('after', EXAMPLES).action(act(listRules));
  addRulesExplain(command, act);
  addRulesTest(command, act);
  command.addHelpText('after', EXAMPLES);
}

async function listRules(context: CliContext, options: ListOptions): Promise<ExitCode> {
  const format = formatOf(options.format);
  const least = options.severity === undefined ? 0 : SEVERITIES.indexOf(severityOf(options.severity, '--severity'));
  const { config } = await readConfig(options.config, context.around);
  const { entries, skipped, disabled } = await readRuleBook(config.detection, context.around);
  const shown = entries
    .filter(({ info }) => SEVERITIES.indexOf(info.severity) >= least)
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(b.info.severity) - SEVERITIES.indexOf(a.info.severity) || (a.info.id < b.info.id ? -1 : 1),
    );
  context.io.out(render(shown, RULE_COLUMNS, format, 'rules', textOptions(context)));
  context.io.err(
    `${count(shown.length, 'detector')}; \`keywatch rules explain ID\` tells what one finds and what it misses.\n`,
  );
  for (const line of skippedLines(skipped, disabled)) context.io.err(`${line}\n`);
  return EXIT.ok;
}
