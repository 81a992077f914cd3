import type { Command } from 'commander';
import { keyStory } from '../../app/keys/story.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { KEYS_EXAMPLES } from '../help-texts.ts';
import { jsonText } from '../json.ts';
import { type StoreOptions, useStore, withFormat, withStore } from '../options/store.ts';
import { keyStoryText } from '../text/key.ts';
import { keyStoryJson } from '../text/key-json.ts';

interface ShowOptions extends StoreOptions {
  readonly format: string;
}

export function addKeysShow(keys: Command, act: Act): void {
  const command = keys
    .command('show')
    .description('One credential: whose it is, its lineage, its use, its exposures and incidents.')
    .argument('<credential>', 'key id, or any other name of it; never the secret');
  withStore(withFormat(command, ['table', 'json']))
    .addHelpText('after', KEYS_EXAMPLES)
    .action(act(show));
}

async function show(context: CliContext, alias: string, options: ShowOptions): Promise<ExitCode> {
  const format = formatOf(options.format, ['table', 'json']);
  const now = context.around.system.clock.now();
  return useStore(context, options, 'read', async (store, { config }) => {
    const story = await keyStory(store, config, alias, now);
    context.io.out(format === 'json' ? jsonText(keyStoryJson(story)) : keyStoryText(story, now, textOptions(context)));
    return EXIT.ok;
  });
}
