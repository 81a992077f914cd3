import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Choice, choices, writeConfig } from '../../app/setup/init.ts';
import { DEFAULT_CONFIG_FILE } from '../../app/setup/read-config.ts';
import { clean, paint } from '../../report/paint.ts';
import { chooseProviders } from '../choose-providers.ts';
import type { Act, CliContext } from '../context.ts';
import { textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { INIT_EXAMPLES } from '../help-texts.ts';

interface InitOptions {
  readonly provider: readonly string[];
  readonly output: string;
  readonly grants?: boolean;
}

export function addInit(root: Command, act: Act): void {
  root
    .command('init')
    .description(
      'Writes a commented configuration and says which permissions it needs. Calls nobody, overwrites nothing.',
    )
    .option(
      '-p, --provider <id>',
      'provider to watch; may be repeated',
      (id: string, before: string[]) => [...before, id],
      [],
    )
    .option('-o, --output <file>', 'file to write', DEFAULT_CONFIG_FILE)
    .option('--grants', 'only print the permissions; write nothing')
    .addHelpText('after', INIT_EXAMPLES)
    .action(act(init));
}

async function init(context: CliContext, options: InitOptions): Promise<ExitCode> {
  const { io, around } = context;
  const chosen = await chooseProviders(io, choices(around), options.provider);
  const { color } = textOptions(context);
  if (options.grants === true) {
    for (const choice of chosen) io.out(grantsText(choice, color));
    return EXIT.ok;
  }
  const file = resolve(io.cwd, options.output);
  await writeConfig(
    file,
    chosen.map(({ id }) => id),
  );
  for (const choice of chosen) io.out(grantsText(choice, color));
  io.out(nextText(clean(file), options.output === DEFAULT_CONFIG_FILE ? '' : ` --config ${options.output}`, color));
  return EXIT.ok;
}

function grantsText({ title, setup }: Choice, color: boolean): string {
  if (setup === null) return `${paint('bold', title, color)} needs no permissions.\n\n`;
  const documents = setup.grants.map(
    ({ name, purpose, document }) => `${paint('bold', name, color)}: ${purpose}\n\n${document.trimEnd()}\n`,
  );
  const steps = setup.steps.map((step, index) => `  ${index + 1}. ${step}`);
  return `${paint('bold', `What ${title} has to grant`, color)}\n\n${documents.join('\n')}\n${steps.join('\n')}\n\n`;
}

function nextText(file: string, option: string, color: boolean): string {
  return `${paint('bold', `Written: ${file}`, color)}

Accounts, organizations and names in it are examples: put in yours.

Next:
  keywatch doctor${option}    says whether the permissions suffice, and whether they are too wide
  keywatch poll${option}      reads everything once and tells what it found
  keywatch run${option}       keeps watching
`;
}
