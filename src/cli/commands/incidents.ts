import type { Command } from 'commander';
import type { Severity } from '../../core/event.ts';
import { SEVERITIES } from '../../core/event.ts';
import type { IncidentStatus } from '../../core/incident.ts';
import { INCIDENT_STATUSES } from '../../core/incident.ts';
import type { IncidentFilter } from '../../core/ports.ts';
import { render } from '../../report/format.ts';
import { summarize } from '../../report/incident-text.ts';
import { INCIDENT_COLUMNS } from '../columns/incident-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type QueryOptions, queryOf, withQuery } from '../options/query.ts';
import { type StoreOptions, useStore, withFormat, withStore } from '../options/store.ts';
import { usageError } from '../usage.ts';
import { addIncidentChanges } from './incident-changes.ts';
import { addIncidentShow } from './incident-show.ts';

interface ListOptions extends StoreOptions, QueryOptions {
  readonly format: string;
  readonly status?: string;
  readonly severity?: string;
  readonly open?: boolean;
  readonly historical?: boolean;
}

export function addIncidents(root: Command, act: Act): void {
  const command = root
    .command('incidents')
    .description('Incidents: list them, look into one, say what you do about it.')
    .enablePositionalOptions();
  const list = command
    .command('list', { isDefault: true })
    .description('All incidents, the worst first.')
    .argument('[text...]', 'words that any name must contain')
    .option('--status <status>', INCIDENT_STATUSES.join(', '))
    .option('--severity <severity>', `this severity and above: ${SEVERITIES.join(', ')}`)
    .option('--open', 'only those that nobody has closed')
    .option('--historical', 'only those whose events were old when they arrived');
  withStore(withFormat(withQuery(list))).action(act(listIncidents));
  addIncidentShow(command, act);
  addIncidentChanges(command, act);
  command.addHelpText(
    'after',
    `
Examples:
  keywatch incidents --open --severity high
  keywatch incidents show inc-7f3a9c2e
  keywatch incidents ack inc-7f3a9c2e --by ana
  keywatch incidents resolve inc-7f3a9c2e --verdict "key rotated, no data read"
`,
  );
}

async function listIncidents(context: CliContext, words: readonly string[], options: ListOptions): Promise<ExitCode> {
  const format = formatOf(options.format);
  const filter = filterOf(context, words, options);
  return useStore(context, options, 'read', async (store) => {
    const incidents = await store.incidents.list(filter);
    if (format === 'table' && incidents.length === 0) context.io.out('No incidents.\n');
    else context.io.out(render(incidents, INCIDENT_COLUMNS, format, 'incidents', textOptions(context)));
    if (format === 'table' && incidents.length > 0) context.io.err(`${summarize(incidents)}\n`);
    return EXIT.ok;
  });
}

function filterOf(context: CliContext, words: readonly string[], options: ListOptions): IncidentFilter {
  const { outcome: _outcome, lineage: _lineage, ...query } = queryOf(options, context.around.system.clock.now());
  return {
    ...query,
    ...(words.length > 0 ? { text: words.join(' ') } : {}),
    ...(options.open === true ? { open: true } : {}),
    ...(options.historical === true ? { historical: true } : {}),
    ...(options.status === undefined ? {} : { status: statusOf(options.status) }),
    ...(options.severity === undefined ? {} : { severity: severityOf(options.severity, '--severity') }),
  };
}

function statusOf(text: string): IncidentStatus {
  const status = INCIDENT_STATUSES.find((one) => one === text);
  if (status !== undefined) return status;
  throw usageError(`--status ${text} is not known`, `Choose one of ${INCIDENT_STATUSES.join(', ')}.`);
}

export function severityOf(text: string, option: string): Severity {
  const severity = SEVERITIES.find((one) => one === text);
  if (severity !== undefined) return severity;
  throw usageError(`${option} ${text} is not known`, `Choose one of ${SEVERITIES.join(', ')}.`);
}
