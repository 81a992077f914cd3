import type { Command } from 'commander';
import { readConfig } from '../../app/setup/read-config.ts';
import { testRules } from '../../app/setup/rule-book.ts';
import { count } from '../../report/lines.ts';
import { clean } from '../../report/paint.ts';
import type { Act, CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type ConfigOptions, withConfig } from '../options/config.ts';
import { skippedLines } from '../text/rule.ts';

export function addRulesTest(rules: Command, act: Act): void {
  const command = rules
    .command('test')
    .description('Runs the examples of every rule, those of your own folders too. Fails when one does not hold.');
  withConfig(command)
    .addHelpText('after', '\nExamples:\n  keywatch rules test\n  keywatch rules test --config keywatch.yaml\n')
    .action(act(test));
}

async function test(context: CliContext, options: ConfigOptions): Promise<ExitCode> {
  const { config } = await readConfig(options.config, context.around);
  const result = await testRules(config.detection, context.around);
  const { failed, untested, skipped, disabled } = result;
  for (const { rule, path, expected, number } of failed) {
    const what = expected === 'fire' ? 'must fire and does not' : 'must not fire and does';
    context.io.out(`${clean(rule)}: example ${number} of \`${expected}\` ${what} (${clean(path)})\n`);
  }
  for (const line of skippedLines(skipped, disabled)) context.io.out(`${line}\n`);
  const parts = [
    `${count(result.rules, 'rule')} loaded`,
    `${count(result.examples, 'example')} run`,
    `${failed.length} failed`,
    ...(untested.length > 0 ? [`${untested.length} without examples`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} not loaded`] : []),
  ];
  context.io.out(`${parts.join(', ')}\n`);
  return failed.length > 0 || skipped.length > 0 ? EXIT.failed : EXIT.ok;
}
