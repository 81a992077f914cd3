import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../../app/setup/read-config.ts';
import type { IncidentReport } from '../../report/incident-report.ts';
import { incidentText } from '../../report/incident-text.ts';
import type { Act, CliContext } from '../context.ts';
import { textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, useStore, withStore } from '../options/store.ts';
import { parseCount, usageError } from '../usage.ts';
import { unknownIncident } from './incident-changes.ts';

interface ShowOptions extends StoreOptions {
  readonly format: string;
  readonly evidence: string;
  readonly output?: string;
}

const FORMATS = ['table', 'json', 'markdown', 'html'] as const;

export function addIncidentShow(incidents: Command, act: Act): void {
  const command = incidents
    .command('show')
    .description('One incident with its evidence, its story and what was done.')
    .argument('<incident>', 'id, or the start of it')
    .option('-f, --format <format>', FORMATS.join(', '), 'table')
    .option('-n, --evidence <count>', 'events shown for each detector', '6')
    .option('-o, --output <file>', 'write there instead of to standard output');
  withStore(command).action(act(show));
}

async function show(context: CliContext, id: string, options: ShowOptions): Promise<ExitCode> {
  const format = FORMATS.find((one) => one === options.format);
  if (format === undefined)
    throw usageError(`--format ${options.format} is not known`, `Choose one of ${FORMATS.join(', ')}.`);
  const evidence = parseCount(options.evidence, '--evidence');
  const { config, hash } = await readConfig(options.config, context.around);
  // Brings the detectors along, which a list of incidents need not wait for. So with the formats below.
  const { buildIncidentReport } = await import('../../app/incidents/report.ts');
  return useStore(context, options, 'read', async (store) => {
    const incident = await store.incidents.get(id);
    if (incident === null) throw unknownIncident(id);
    if (!incident.id.startsWith(id)) context.io.err(`${id} was merged into ${incident.id}.\n`);
    const report = await buildIncidentReport({ incident, store, config, configHash: hash, around: context.around });
    const text = await written(context, report, format, evidence);
    if (options.output === undefined) {
      context.io.out(text);
    } else {
      const file = resolve(context.around.cwd, options.output);
      await writeFile(file, text);
      context.io.err(`Written to ${file}\n`);
    }
    return EXIT.ok;
  });
}

async function written(
  context: CliContext,
  report: IncidentReport,
  format: (typeof FORMATS)[number],
  evidence: number,
): Promise<string> {
  switch (format) {
    case 'table':
      return incidentText(report.incident, {
        ...textOptions(context),
        evidence,
        detectors: report.detectors,
        linked: report.linked,
      });
    case 'json':
      return (await import('../../report/incident-json.ts')).incidentJson(report);
    case 'markdown':
      return (await import('../../report/markdown.ts')).incidentMarkdown(report);
    case 'html':
      return (await import('../../report/incident-html.ts')).incidentHtml(report);
  }
}
