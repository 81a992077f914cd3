import type { Command } from 'commander';
import { readConfig } from '../../app/setup/read-config.ts';
import { readRuleBook } from '../../app/setup/rule-book.ts';
import { clean } from '../../report/paint.ts';
import type { Act, CliContext } from '../context.ts';
import { textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type ConfigOptions, withConfig } from '../options/config.ts';
import { ruleText } from '../text/rule.ts';
import { usageError } from '../usage.ts';

export function addRulesExplain(rules: Command, act: Act): void {
  const command = rules
    .command('explain')
    .description('One detector: what it finds, what it misses, what to do about it.')
    .argument('<detector>', 'id, or a part of it');
  withConfig(command)
    .addHelpText('after', '\nExamples:\n  keywatch rules explain leaked-key-in-use\n  keywatch rules explain dormant\n')
    .action(act(explain));
}

async function explain(context: CliContext, id: string, options: ConfigOptions): Promise<ExitCode> {
  const { config } = await readConfig(options.config, context.around);
  const { entries } = await readRuleBook(config.detection, context.around);
  const exact = entries.filter(({ info }) => info.id === id);
  const found = exact.length > 0 ? exact : entries.filter(({ info }) => info.id.includes(id));
  const [only] = found;
  if (only === undefined) throw usageError(`There is no detector ${clean(id)}`, 'See `keywatch rules`.');
  if (found.length > 1) {
    throw usageError(
      `More than one detector has ${clean(id)} in its id`,
      `Choose one of ${found.map(({ info }) => info.id).join(', ')}.`,
    );
  }
  context.io.out(ruleText(only, textOptions(context)));
  return EXIT.ok;
}
