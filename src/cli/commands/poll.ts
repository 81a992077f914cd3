import type { Command } from 'commander';
import { openDaemon } from '../../app/watch/daemon.ts';
import { takeLease } from '../../app/watch/lease.ts';
import { render } from '../../report/format.ts';
import { summarize } from '../../report/incident-text.ts';
import { INCIDENT_COLUMNS } from '../columns/incident-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type DaemonCommandOptions, daemonOptions, notOpened, withDaemon } from '../options/daemon.ts';
import { withFormat } from '../options/store.ts';

interface PollOptions extends DaemonCommandOptions {
  readonly format: string;
}

export function addPoll(root: Command, act: Act): void {
  const command = root
    .command('poll')
    .description('Reads every source once, detects, alerts, and ends. For cron and for trying out.');
  withDaemon(withFormat(command))
    .addHelpText('after', '\nExamples:\n  keywatch poll\n  keywatch poll --format json | jq .incidents\n')
    .action(act(poll));
}

async function poll(context: CliContext, options: PollOptions): Promise<ExitCode> {
  const format = formatOf(options.format);
  const { daemon: parts } = await daemonOptions(context, options);
  const events = new Map<string, number>();
  const daemon = await openDaemon({
    ...parts,
    lease: (store) => takeLease(store.leases, context.around.system),
    onPage: ({ id }, fresh) => events.set(id, (events.get(id) ?? 0) + fresh),
  });
  try {
    await daemon.app.pollAll(context.signal);
    await daemon.app.alert({ flush: true });
    const health = await daemon.app.health();
    const incidents = await daemon.store.incidents.list({ open: true });
    const unread = notOpened(context, daemon);
    for (const connector of unread) context.io.err(`Not read at all: ${connector}, see the warning above.\n`);
    for (const { source, title } of health.sources) {
      context.io.err(`${title}: ${events.get(source) ?? 0} new events\n`);
    }
    for (const { sentence } of health.sources.flatMap(({ blind }) => blind)) context.io.err(`Blind: ${sentence}\n`);
    context.io.err(`${summarize(incidents)}\n`);
    if (incidents.length > 0 || format !== 'table')
      context.io.out(render(incidents, INCIDENT_COLUMNS, format, 'incidents', textOptions(context)));
    return health.status === 'ok' && unread.length === 0 ? EXIT.ok : EXIT.incomplete;
  } finally {
    await daemon.close();
  }
}
