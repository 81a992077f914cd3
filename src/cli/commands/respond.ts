import type { Command } from 'commander';
import { DEFAULT_PLAYBOOK, planResponse, playbookIds } from '../../app/respond/plan.ts';
import { findRun, listRuns, runView } from '../../app/respond/runs.ts';
import { readConfig } from '../../app/setup/read-config.ts';
import type { Format } from '../../report/format.ts';
import { FORMATS, render } from '../../report/format.ts';
import type { RunView } from '../../report/incident-report.ts';
import { clean } from '../../report/paint.ts';
import { planText } from '../../report/plan-text.ts';
import { runText } from '../../report/run-text.ts';
import { unconfigured } from '../acting.ts';
import { RUN_COLUMNS } from '../columns/run-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, storeFlags, useStore, withFormat, withStore } from '../options/store.ts';
import { addRespondAct } from './respond-act.ts';

interface PlanOptions extends StoreOptions {
  readonly playbook: string;
  readonly format: string;
}

/** Formats of what is no list. */
const WHOLE: readonly Format[] = ['table', 'json'];

export function addRespond(root: Command, act: Act): void {
  const command = root
    .command('respond')
    .description('Plans that stop a stolen key, and their approved runs. Nothing is changed before `apply`.');
  const plan = command
    .command('plan')
    .description('What would be done about an incident, in which order, with which calls. A dry run.')
    .argument('<incident>', 'id, or the start of it')
    .option('-p, --playbook <id>', playbookIds().join(', '), DEFAULT_PLAYBOOK);
  withStore(withFormat(plan, WHOLE)).action(act(showPlan));
  addRespondAct(command, act);
  withStore(
    withFormat(command.command('status').description('Runs so far, or one in full.').argument('[run]', 'id')),
  ).action(act(status));
  command.addHelpText(
    'after',
    `
Examples:
  keywatch respond plan inc-7f3a9c2e
  keywatch respond apply d1286e8e63a3 --by ana
  keywatch respond status
  keywatch respond undo run-20261123-4f2a --by ana
`,
  );
}

async function showPlan(context: CliContext, incident: string, options: PlanOptions): Promise<ExitCode> {
  const format = formatOf(options.format, WHOLE);
  const { config, file } = await readConfig(options.config, context.around);
  return useStore(context, options, 'change', async (store) => {
    const { plan, judgement } = await planResponse(incident, options.playbook, {
      store,
      config,
      configFile: file,
      around: context.around,
      log: (_level, message, fields) => context.io.err(`${message}: ${clean(JSON.stringify(fields ?? {}))}\n`),
      signal: context.signal,
    });
    if (format === 'json') {
      context.io.out(`${JSON.stringify({ schemaVersion: 1, judgement, plan }, null, 2)}\n`);
      return EXIT.ok;
    }
    const approve =
      plan.steps.length === 0 ? '' : `keywatch respond apply ${plan.hash.slice(0, 12)}${storeFlags(options)}`;
    context.io.out(planText(plan, { ...textOptions(context), approve }));
    context.io.err(`Urgency: ${judgement.urgency}, because ${clean(judgement.why)}.\n`);
    for (const id of unconfigured(plan, config.connectors))
      context.io.err(`Nobody could carry it out yet: there is no ${id} under connectors: in ${clean(file)}.\n`);
    return EXIT.ok;
  });
}

async function status(context: CliContext, id: string | undefined, options: PlanOptions): Promise<ExitCode> {
  const format = formatOf(options.format, id === undefined ? FORMATS : WHOLE);
  return useStore(context, options, 'read', async (store) => {
    if (id === undefined) {
      const runs = await listRuns(store);
      if (runs.length === 0 && format === 'table') context.io.out('No runs yet.\n');
      else context.io.out(render(runs, RUN_COLUMNS, format, 'runs', textOptions(context)));
      return EXIT.ok;
    }
    const view: RunView = await runView(store, await findRun(store, id));
    context.io.out(
      format === 'json'
        ? `${JSON.stringify({ schemaVersion: 1, ...view }, null, 2)}\n`
        : runText(view, textOptions(context)),
    );
    return EXIT.ok;
  });
}
