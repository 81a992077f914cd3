import type { Command } from 'commander';
import { leakedKey } from '../../simulate/stories/leaked-key.ts';
import { leakedKeyHard } from '../../simulate/stories/leaked-key-hard.ts';
import type { Story } from '../../simulate/stories/story.ts';
import type { Act, CliContext } from '../context.ts';
import { playDemo } from '../demo/play.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { usageError } from '../usage.ts';

const STORIES: readonly Story[] = [leakedKey, leakedKeyHard];

interface DemoOptions {
  readonly story: string;
  readonly seed: string;
}

export function addDemo(root: Command, act: Act): void {
  root
    .command('demo')
    .description('The whole loop on a simulated account: watch, alert, plan, contain, prove. No account, no network.')
    .option('--story <id>', STORIES.map(({ id }) => id).join(', '), leakedKey.id)
    .option('--seed <text>', 'another one makes other key ids and delays', 'keywatch')
    .action(act(demo));
}

async function demo(context: CliContext, options: DemoOptions): Promise<ExitCode> {
  const story = STORIES.find(({ id }) => id === options.story);
  if (story === undefined) {
    throw usageError(`--story ${options.story} is not known`, `Choose one of ${STORIES.map(({ id }) => id).join(', ')}.`);
  }
  context.io.out(`Keywatch on a simulated AWS account: ${story.title}.\n`);
  const { isProven } = await playDemo(context, story, options.seed);
  context.io.out(`
The same on your own accounts:
  keywatch scan PATH      your CloudTrail files, nothing else needed
  keywatch init           a configuration for the daemon; then \`keywatch run\`
`);
  return isProven ? EXIT.ok : EXIT.failed;
}
