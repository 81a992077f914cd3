import type { Command } from 'commander';
import { type RefreshResult, refreshKeys } from '../../app/keys/refresh.ts';
import { connectorContext } from '../../app/setup/connector-context.ts';
import { count } from '../../report/lines.ts';
import { clean } from '../../report/paint.ts';
import type { Act, CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, useStore, withStore } from '../options/store.ts';
import { stderrLog } from '../stderr-log.ts';

export function addKeysRefresh(keys: Command, act: Act): void {
  const command = keys
    .command('refresh')
    .description("Reads the providers' own lists of credentials now. A running daemon does so by itself.");
  withStore(command)
    .addHelpText(
      'after',
      '\nExamples:\n  keywatch keys refresh\n  keywatch keys refresh --config /etc/keywatch/keywatch.yaml\n',
    )
    .action(act(refresh));
}

async function refresh(context: CliContext, options: StoreOptions): Promise<ExitCode> {
  const { around, signal } = context;
  const results = await useStore(context, options, 'create', (store, { config, file }) => {
    const access = connectorContext(around, { config, file }, stderrLog(context), signal);
    return refreshKeys({ store, config, around, context: access });
  });
  for (const result of results) tell(context, result);
  return results.some(({ kind }) => kind === 'failed') ? EXIT.failed : EXIT.ok;
}

function tell({ io }: CliContext, result: RefreshResult): void {
  if (result.kind === 'listed') {
    io.out(`${result.connector}: ${count(result.credentials, 'credential')} listed\n`);
    return;
  }
  if (result.kind === 'no-list') {
    io.out(`${result.connector}: has no list to read\n`);
    return;
  }
  io.err(`${result.connector}: ${clean(result.error.message)}\n`);
  if (result.error.hint !== '') io.err(`  ${clean(result.error.hint)}\n`);
}
