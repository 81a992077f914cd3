import type { Command } from 'commander';
import { version } from '../../app/version.ts';
import { openDaemon } from '../../app/watch/daemon.ts';
import { type Lease, takeLease, tryLease } from '../../app/watch/lease.ts';
import type { Store } from '../../core/ports.ts';
import { SECOND } from '../../core/time.ts';
import type { Logger } from '../../observe/log.ts';
import type { Act, CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type DaemonCommandOptions, daemonOptions, notOpened, withDaemon } from '../options/daemon.ts';

interface RunOptions extends DaemonCommandOptions {
  readonly wait?: boolean;
}

export function addRun(root: Command, act: Act): void {
  const command = root
    .command('run')
    .description('The daemon: polls, detects and alerts until it is stopped. It acts on nothing.')
    .option('--no-wait', 'refuse to start while another one works on the database, instead of waiting for it');
  withDaemon(command)
    .addHelpText(
      'after',
      `
The first Ctrl-C finishes the page under way and saves; the second stops at
once. Neither loses anything.

Examples:
  keywatch run
  keywatch run --config /etc/keywatch/keywatch.yaml --no-wait
`,
    )
    .action(act(run));
}

async function run(context: CliContext, options: RunOptions): Promise<ExitCode> {
  const { daemon: parts, logger } = await daemonOptions(context, options);
  const daemon = await openDaemon({
    ...parts,
    lease: (store) =>
      options.wait === false ? takeLease(store.leases, context.around.system) : waitForLease(context, store, logger),
  });
  let exitCode: ExitCode = EXIT.ok;
  let receiver: Awaited<ReturnType<typeof daemon.receive>> = null;
  try {
    receiver = await daemon.receive();
    const { app, config } = daemon;
    const blind = notOpened(context, daemon);
    if (blind.length > 0) logger.error('Not watched yet, tried again every five minutes', { connectors: blind });
    logger.info(app.sources.length === 0 ? 'Keywatch runs and watches nothing' : 'Keywatch is watching', {
      version: version(),
      connectors: daemon.readers.map(({ connector }) => connector),
      sources: app.sources.length,
      sinks: config.alerts.sinks.map(({ id }) => id),
      ...(receiver === null ? {} : { receiver: receiver.url }),
      mode: 'DRY RUN: plans are made, nothing is changed without an approved plan',
    });
    await new Promise<void>((resolve, reject) => {
      context.signal.addEventListener('abort', () => resolve(), { once: true });
      if (context.signal.aborted) resolve();
      app
        .start((lost) => {
          logger.error('Stopping', { reason: lost.message });
          exitCode = EXIT.failed;
          resolve();
        })
        .catch(reject);
    });
  } finally {
    await receiver?.close();
    await daemon.close();
    logger.info('Keywatch has stopped; the next start goes on here');
  }
  return exitCode;
}

async function waitForLease(context: CliContext, store: Store, logger: Logger): Promise<Lease> {
  const { system } = context.around;
  for (let waits = 0; ; waits += 1) {
    const lease = await tryLease(store.leases, system);
    if (lease !== null) return lease;
    if (waits === 0) logger.info('Another keywatch works on this database; waiting for it to end');
    await system.clock.sleep(5 * SECOND, context.signal);
  }
}
