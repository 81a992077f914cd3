import type { Command } from 'commander';
import { program } from '../../../src/cli/run.ts';

const WIDTH = 110;

/** Every command with its help, as the command line itself prints it. */
export async function cliPage(): Promise<string> {
  const root = await program({ out: () => undefined, err: () => undefined }, () => () => Promise.resolve(), null);
  const sections = [root, ...root.commands]
    .filter((command) => command.name() !== 'help')
    .map((command) => sectionOf(command, ''));
  return `# Commands\n\n${sections.join('\n')}`;
}

function sectionOf(command: Command, parent: string): string {
  const path = `${parent} ${command.name()}`.trim();
  const name = parent === '' && command.parent !== null ? `keywatch ${path}` : path;
  // The root shows its commands only: each has a section of its own.
  const children = command.parent === null ? [] : command.commands.filter((child) => child.name() !== 'help');
  const below = children.map((child) => sectionOf(child, name));
  return `${command.parent?.parent == null ? '##' : '###'} ${name}\n\n\`\`\`\n${helpOf(command)}\n\`\`\`\n${below.map((text) => `\n${text}`).join('')}`;
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trim().replaceAll(/ +$/gm, '');
}
