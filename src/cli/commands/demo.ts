import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { wrap } from '../../kit/text-width.ts';
import { SCENES } from '../../simulate/scenes/all.ts';
import type { Scene } from '../../simulate/scenes/scene.ts';
import type { Act, CliContext } from '../context.ts';
import { playDemo } from '../demo/play.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { usageError } from '../usage.ts';

const IDS = SCENES.map(({ id }) => id);
const COLUMN = Math.max(...IDS.map((id) => id.length)) + 2;

const DEMO_HELP = `
Stories:
${SCENES.flatMap(({ id, summary }) => storyLines(id, summary)).join('\n')}

Examples:
  keywatch demo
${IDS.slice(1)
  .map((id) => `  keywatch demo --story ${id}`)
  .join('\n')}
  keywatch demo --logs demo-logs        keeps the audit log files of the story
`;

interface DemoOptions {
  readonly story: string;
  readonly seed: string;
  readonly logs?: string;
}

function storyLines(id: string, summary: string): readonly string[] {
  return wrap(summary, 78 - COLUMN).map((line, index) => `  ${(index === 0 ? id : '').padEnd(COLUMN)}${line}`);
}

export function addDemo(root: Command, act: Act): void {
  root
    .command('demo')
    .description('The whole loop on a simulated account: watch, alert, plan, contain, prove. No account, no network.')
    .option('--story <id>', 'which story to play, see below', SCENES[0]?.id)
    .option('--seed <text>', 'another one makes other key ids and delays', 'keywatch')
    .option('--logs <folder>', 'keep the audit log files of the story there, to try `keywatch scan` on')
    .addHelpText('after', DEMO_HELP)
    .action(act(demo));
}

async function demo(context: CliContext, options: DemoOptions): Promise<ExitCode> {
  const story = SCENES.find(({ id }) => id === options.story);
  if (story === undefined)
    throw usageError(`--story ${options.story} is not known`, `Choose one of ${IDS.join(', ')}.`);
  const scene = await story.stage(options.seed);
  try {
    const { isProven } = await playDemo(context, scene);
    if (options.logs !== undefined) await saveLogs(scene, resolve(context.around.cwd, options.logs));
    context.io.out(endingFor(scene));
    return isProven ? EXIT.ok : EXIT.failed;
  } finally {
    await scene.close();
  }
}

function endingFor({ acts }: Scene): string {
  return `The same on your own accounts:
  keywatch scan PATH
      on audit log files that you have; nothing else is needed
  keywatch init${acts.map(({ provider }) => ` --provider ${provider}`).join('')}
      writes a configuration for the daemon; then \`keywatch run\`
`;
}

async function saveLogs(scene: Scene, folder: string): Promise<void> {
  for (const { name, bytes } of scene.logFiles()) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}
