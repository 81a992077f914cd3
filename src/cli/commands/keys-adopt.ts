import type { Command } from 'commander';
import { draftBindings } from '../../app/keys/adopt.ts';
import { count } from '../../report/lines.ts';
import type { Act, CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, useStore, withStore } from '../options/store.ts';
import { draftYaml } from '../text/draft-yaml.ts';

interface AdoptOptions extends StoreOptions {
  readonly provider?: string;
  readonly account?: string;
}

export function addKeysAdopt(keys: Command, act: Act): void {
  const command = keys
    .command('adopt')
    .description('Drafts the `credentials:` section of the configuration from observed use. Writes to standard output.')
    .option('--provider <id>', 'only keys of this provider')
    .option('--account <id>', 'only keys of this account');
  withStore(command)
    .addHelpText(
      'after',
      `
Read it before you keep it: what was in use is not always what should be.
Networks of incidents are left out.

Examples:
  keywatch keys adopt > credentials-draft.yaml
  keywatch keys adopt --account 111122223333
`,
    )
    .action(act(adopt));
}

async function adopt(context: CliContext, options: AdoptOptions): Promise<ExitCode> {
  const { provider, account } = options;
  const filter = { ...(provider === undefined ? {} : { provider }), ...(account === undefined ? {} : { account }) };
  const now = context.around.system.clock.now();
  return useStore(context, options, 'read', async (store, { config }) => {
    const draft = await draftBindings(store, config, filter, now);
    context.io.out(draftYaml(draft, now));
    const left = [
      draft.bound > 0 ? `${draft.bound} in the configuration already` : '',
      draft.dead > 0 ? `${draft.dead} switched off or expired` : '',
      draft.unused > 0 ? `${draft.unused} never seen in use` : '',
    ].filter((part) => part !== '');
    context.io.err(
      `${count(draft.entries.length, 'key')} drafted${left.length > 0 ? `; left out: ${left.join(', ')}` : ''}.\n`,
    );
    return EXIT.ok;
  });
}
