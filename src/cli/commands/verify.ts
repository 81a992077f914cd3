import type { Command } from 'commander';
import { connectorContext } from '../../app/setup/connector-context.ts';
import { readConfig } from '../../app/setup/read-config.ts';
import { type VerifyResult, verifyTrails } from '../../app/verify.ts';
import { DAY } from '../../core/time.ts';
import { render } from '../../report/format.ts';
import { type SealRow, VERIFY_COLUMNS } from '../columns/verify-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type ConfigOptions, withConfig } from '../options/config.ts';
import { withFormat } from '../options/store.ts';
import { stderrLog } from '../stderr-log.ts';
import { verifyText } from '../text/verify.ts';
import { parseMoment, usageError } from '../usage.ts';

interface VerifyOptions extends ConfigOptions {
  readonly format: string;
  readonly from?: string;
  readonly since: string;
  readonly to?: string;
}

export function addVerify(root: Command, act: Act): void {
  const command = root
    .command('verify')
    .description(
      "Checks the provider's own seals over the audit trail: files that are missing, changed, or not covered.",
    )
    .option('--since <age>', 'how far back', '7d')
    .option('--from <moment>', 'date, time or age, in place of --since')
    .option('--to <moment>', 'date, time or age; now where not given');
  withConfig(withFormat(command))
    .addHelpText(
      'after',
      `
Ends with 1 when a file is missing or changed or a time is not covered, with 3
when something could not be looked at.

Examples:
  keywatch verify
  keywatch verify --from 2026-11-01 --to 2026-11-08
  keywatch verify --since 90d --format json
`,
    )
    .action(act(verify));
}

async function verify(context: CliContext, options: VerifyOptions): Promise<ExitCode> {
  const format = formatOf(options.format);
  const { around, io } = context;
  const now = around.system.clock.now();
  const from = parseMoment(options.from ?? options.since, now, options.from === undefined ? '--since' : '--from');
  const to = options.to === undefined ? now : parseMoment(options.to, now, '--to');
  if (from >= to)
    throw usageError(
      'The time to look at ends before it begins',
      `For example: --since ${now - from > DAY ? '30d' : '7d'}`,
    );
  const { config, file } = await readConfig(options.config, around);
  const access = connectorContext(around, { config, file }, stderrLog(context), context.signal);
  const result = await verifyTrails(config, around, access, { from, to });
  const text = textOptions(context);
  io.out(
    format === 'table' ? verifyText(result, text) : render(rowsOf(result), VERIFY_COLUMNS, format, 'verify', text),
  );
  return exitOf(result);
}

function rowsOf({ trails }: VerifyResult): readonly SealRow[] {
  return trails.flatMap((trail): SealRow[] =>
    trail.problems.length === 0 ? [{ trail, problem: null }] : trail.problems.map((problem) => ({ trail, problem })),
  );
}

function exitOf({ trails }: VerifyResult): ExitCode {
  const problems = trails.flatMap((trail) => trail.problems);
  if (problems.some(({ kind }) => kind !== 'unreadable')) return EXIT.failed;
  return problems.length > 0 || trails.length === 0 ? EXIT.incomplete : EXIT.ok;
}
