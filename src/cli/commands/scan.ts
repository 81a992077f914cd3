import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { type ScanResult, scan } from '../../app/scan.ts';
import { openDatabase } from '../../app/setup/database.ts';
import { readConfig } from '../../app/setup/read-config.ts';
import type { Severity } from '../../core/event.ts';
import { SEVERITIES } from '../../core/event.ts';
import { render } from '../../report/format.ts';
import { incidentText, summarize } from '../../report/incident-text.ts';
import { INCIDENT_COLUMNS } from '../columns/incident-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, storeFlags, withFormat, withStore } from '../options/store.ts';
import { progressLine } from '../progress.ts';
import { importSummaryText } from '../text/import-summary.ts';
import { parseCount } from '../usage.ts';
import { severityOf } from './incidents.ts';

interface ScanCommandOptions extends StoreOptions {
  readonly format: string;
  readonly failOn?: string;
  readonly keepRaw?: boolean;
  readonly workers: string;
  readonly all?: boolean;
}

/** Incidents told in full; the rest is a list. */
const TOLD_IN_FULL = 3;

export function addScan(root: Command, act: Act): void {
  const command = root
    .command('scan')
    .description('Finds stolen keys in audit log files. Needs no account and no credentials.')
    .argument('<path...>', 'files, folders or globs; - reads standard input')
    .option('--fail-on <severity>', `exit with 10 when an incident is at least: ${SEVERITIES.join(', ')}`)
    .option('--keep-raw', 'store copies of the records, stripped of secrets')
    .option('--workers <count>', 'threads that decode', '2')
    .option('--all', 'tell every incident in full');
  withStore(withFormat(command))
    .addHelpText(
      'after',
      `
Reads audit logs as JSON, whole or one record a line, packed with gzip or not.
Of a folder it takes the files that end in .json, .jsonl, .ndjson, .log or .gz.
A second scan of the same files changes nothing.

Examples:
  keywatch scan ./audit-logs
  keywatch scan --database case-42.db --fail-on high trail.json.gz
  zcat *.gz | keywatch scan -
`,
    )
    .action(act(runScan));
}

async function runScan(context: CliContext, paths: readonly string[], options: ScanCommandOptions): Promise<ExitCode> {
  const format = formatOf(options.format);
  const failOn = options.failOn === undefined ? null : severityOf(options.failOn, '--fail-on');
  const { config } = await readConfig(options.config, context.around);
  const keepRaw = options.keepRaw ?? config.database.raw === 'keep';
  const database = options.database ?? config.database.path;
  const store = await openDatabase({ path: database, cwd: context.around.cwd, mustExist: false, bulk: true, keepRaw });
  const progress = progressLine(context);
  try {
    const result = await scan({
      paths,
      stdin: context.io.stdin,
      store,
      config,
      around: context.around,
      workers: parseCount(options.workers, '--workers'),
      keepRaw,
      onProgress: (now) => progress.show(now),
      signal: context.signal,
    });
    progress.clear();
    if (format === 'table') tell(context, result, options, database);
    else {
      context.io.err(importSummaryText(result.summary));
      context.io.out(render(result.incidents, INCIDENT_COLUMNS, format, 'incidents', textOptions(context)));
    }
    return exitCode(result, failOn, context.signal.aborted);
  } finally {
    progress.clear();
    await store.close();
  }
}

function tell(context: CliContext, result: ScanResult, given: ScanCommandOptions, database: string): void {
  const { io } = context;
  const options = textOptions(context);
  io.out(importSummaryText(result.summary));
  for (const { path, reason } of result.skippedRules) io.err(`Rule ${path} was not loaded: ${reason}\n`);
  const known = result.summary.counts.fresh === 0 && result.incidents.length > 0;
  io.out(`\n${known ? 'Nothing new was read. Known already: ' : ''}${summarize(result.incidents)}\n`);
  const detectors = new Map(result.catalogue.map(({ info }) => [info.id, info]));
  const full = given.all === true ? result.incidents : result.incidents.slice(0, TOLD_IN_FULL);
  for (const incident of full) io.out(`\n${incidentText(incident, { ...options, evidence: 4, detectors })}`);
  const rest = result.incidents.slice(full.length);
  if (rest.length > 0) io.out(`\n${render(rest, INCIDENT_COLUMNS, 'table', 'incidents', options)}`);
  const where = relative(io.cwd, resolve(io.cwd, database));
  const option = storeFlags(given);
  io.out(
    `\nKept in ${where.startsWith('..') ? database : where}. Ask on with \`keywatch search${option}\` and \`keywatch incidents show ID${option}\`.\n`,
  );
}

function exitCode({ summary, incidents }: ScanResult, failOn: Severity | null, interrupted: boolean): ExitCode {
  const worst = Math.max(-1, ...incidents.map(({ severity }) => SEVERITIES.indexOf(severity)));
  if (failOn !== null && worst >= SEVERITIES.indexOf(failOn)) return EXIT.found;
  if (interrupted) return EXIT.failed;
  const { failed, counts } = summary;
  return failed.length > 0 || counts.unparsed.size > 0 || counts.read === 0 ? EXIT.incomplete : EXIT.ok;
}
