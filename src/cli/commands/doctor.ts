import { resolve } from 'node:path';
import type { Command } from 'commander';
import { examine } from '../../app/doctor/doctor.ts';
import { health } from '../../app/doctor/health.ts';
import { connectorContext } from '../../app/setup/connector-context.ts';
import { openDatabase } from '../../app/setup/database.ts';
import { readConfig } from '../../app/setup/read-config.ts';
import { render } from '../../report/format.ts';
import { clean } from '../../report/paint.ts';
import { CHECK_COLUMNS, type CheckRow } from '../columns/check-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, withFormat, withStore } from '../options/store.ts';
import { sectionText, verdictText } from '../text/doctor.ts';

interface DoctorOptions extends StoreOptions {
  readonly format: string;
  readonly health?: boolean;
  readonly offline?: boolean;
}

export function addDoctor(root: Command, act: Act): void {
  const command = root
    .command('doctor')
    .description('Says what works, what does not, and what nobody could see. Changes nothing and sends nothing.')
    .option('--offline', 'ask neither providers nor sinks')
    .option('--health', 'only whether a daemon is alive on the database: for health checks');
  withStore(withFormat(command))
    .addHelpText(
      'after',
      `
Ends with 1 when something fails. Warnings and blind spots are no failures.

Examples:
  keywatch doctor
  keywatch doctor --offline --format json
  keywatch doctor --health --config /etc/keywatch/keywatch.yaml
`,
    )
    .action(act(doctor));
}

async function doctor(context: CliContext, options: DoctorOptions): Promise<ExitCode> {
  const format = formatOf(options.format);
  if (options.health === true) return checkHealth(context, options);
  const { io, around, signal } = context;
  const settings = await readConfig(options.config, around);
  const rows: CheckRow[] = [];
  const text = textOptions(context);
  const sections = examine({
    settings,
    database: resolve(around.cwd, options.database ?? settings.config.database.path),
    around,
    // The self-test says the same as a connector's log, and says what to do about it.
    context: connectorContext(around, settings, () => undefined, signal),
    offline: options.offline === true,
  });
  for await (const section of sections) {
    rows.push(...section.results.map((result) => ({ ...result, section: section.title })));
    if (format === 'table') io.out(sectionText(section, text));
  }
  io.out(format === 'table' ? verdictText(rows) : render(rows, CHECK_COLUMNS, format, 'checks', text));
  return rows.some(({ status }) => status === 'fail') ? EXIT.failed : EXIT.ok;
}

async function checkHealth(context: CliContext, options: DoctorOptions): Promise<ExitCode> {
  const { config } = await readConfig(options.config, context.around);
  const path = options.database ?? config.database.path;
  const store = await openDatabase({ path, cwd: context.around.cwd, mustExist: true, readOnly: true });
  try {
    const { status, aspect, fact } = await health(store, config, context.around.system.clock.now());
    context.io.out(`${aspect}: ${clean(fact)}\n`);
    return status === 'ok' ? EXIT.ok : EXIT.failed;
  } finally {
    await store.close();
  }
}
