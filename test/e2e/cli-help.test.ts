import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { COMMAND_GROUPS } from '../../src/cli/commands.ts';
import type { Act } from '../../src/cli/context.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { program } from '../../src/cli/run.ts';
import { displayWidth } from '../../src/kit/text-width.ts';
import { runCli } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';
import { readSource } from '../support/source-files.ts';
import { useTempFolders } from '../support/temp-folder.ts';

const silent: Pick<CliIo, 'out' | 'err'> = { out: () => undefined, err: () => undefined };

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

function all(command: Command, path: string): readonly (readonly [string, Command])[] {
  const own = `${path} ${command.name()}`.trim();
  return [[own, command] as const, ...command.commands.flatMap((child) => all(child, own))];
}

const pretend: Act =
  (action) =>
  async (...args) =>
    void (await Promise.resolve([action, args]));
const root = await program(silent, pretend, null);
const commands = root.commands.filter((command) => command.name() !== 'help').flatMap((command) => all(command, ''));

describe('help', () => {
  it.each(commands)('of `%s` says what it does and shows an example', (path, command) => {
    const help = helpOf(command);
    expect(command.description()).toMatch(/\.$/);
    expect(help).toMatch(/^Usage: /);
    // Verbs that people look up below their group have their examples there.
    const examples = help + (command.parent === root || command.parent === null ? '' : helpOf(command.parent));
    expect(examples).toMatch(/\nExamples?:\n/);
    expect(examples).toContain(`keywatch ${path.split(' ')[0]}`);
  });

  it.each([['keywatch', root] as const, ...commands])('of `%s` fits into 80 columns', (_, command) => {
    const wide = helpOf(command)
      .split('\n')
      .filter((line) => displayWidth(line) > 80);
    expect(wide).toEqual([]);
  });

  it('of the whole names every command once, and the meaning of every exit code', () => {
    const help = helpOf(root);
    for (const command of root.commands)
      expect(help.match(new RegExp(`^ {2}${command.name()}[ \\n]`, 'gm'))).toHaveLength(1);
    const codes = [...readSource('src/cli/exit.ts').matchAll(/^ {2}\w+: (\d+),$/gm)].map((match) => match[1]);
    for (const code of codes) expect(help).toMatch(new RegExp(`^ {2,3}${code} {2}\\S`, 'm'));
  });

  it('of the whole is the same, and quick, without loading any command', async () => {
    expect(helpOf(await program(silent, pretend, ''))).toBe(helpOf(root));
    for (const { name, summary } of COMMAND_GROUPS.flatMap(({ commands }) => commands)) {
      expect(root.commands.filter((command) => command.name() === name)).toHaveLength(1);
      expect(summary).toMatch(/^[a-z].*[^.]$/);
      expect(helpOf(root), 'on one line of 80 columns').toContain(`  ${summary}\n`);
    }
  });

  it('gives examples whose commands and options exist', () => {
    const lines = [root, ...commands.map(([, command]) => command)].flatMap((command) =>
      [...helpOf(command).matchAll(/(?:^ {2}|\| )(keywatch [^\n|<>]+)/gm)].map((match) => match[1] ?? ''),
    );
    expect(lines.length).toBeGreaterThan(30);
    for (const line of new Set(lines)) {
      const words = line
        .replace(/ {3,}.*$/, '')
        .split(/\s+/)
        .slice(1);
      const [path, command] = resolveCommand(root, words);
      expect(command, line).not.toBe(root);
      const known = helpOf(command) + command.commands.filter(isDefault(command)).map(helpOf).join('');
      for (const word of words.slice(path))
        if (word.startsWith('--') || /^-[a-z]$/.test(word)) expect(known, line).toContain(word);
    }
  });
});

function resolveCommand(from: Command, words: readonly string[]): readonly [number, Command] {
  let command = from;
  let index = 0;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    command = next;
    index += 1;
  }
  return [index, command];
}

function isDefault(parent: Command): (command: Command) => boolean {
  return (command) => command.name() === 'list' && parent.name() !== 'list';
}

describe('wrong use', () => {
  const folders = useTempFolders();

  it.each([
    [['serch'], 'Did you mean search?'],
    [['help', 'serch'], 'Did you mean search?'],
    [['search', '--format', 'yaml'], 'Choose one of table, json, ndjson, csv'],
    [['search', '--from', 'yesterday'], 'Write a date'],
    [['search', '--outcome', 'maybe'], 'Choose one of success, denied, failed'],
    [['incidents', 'show'], 'See `keywatch incidents show --help`'],
    [['keys', '--unused-for', 'long'], 'Write a number with a unit'],
    [['scan', '--workers', 'many', '.'], 'Write a whole number'],
    [['rules', 'explain', 'no-such-thing'], 'See `keywatch rules`'],
    [['verify', '--from', '2026-11-02', '--to', '2026-11-01'], 'ends before it begins'],
    [['init', '--provider', 'acme'], 'Choose of'],
    [['leak', '--report', 'nowhere.json'], 'Name another file'],
  ])('%j ends with 2 and says what to do', async (args, hint) => {
    const run = await runHere(args, { cwd: folders() });
    expect(run.code).toBe(2);
    expect(run.out).toBe('');
    expect(run.err).toMatch(/^keywatch: /);
    expect(run.err).toContain(hint);
    expect(run.err).not.toContain('    at ');
  });

  it('of a question without a database says how to make one', async () => {
    const run = await runCli(['search'], { cwd: folders() });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/There is no database .*keywatch\.db\n {2}Make one with `keywatch scan PATH`/);
  });

  it('repeats no secret that stands in the wrong place', async () => {
    const run = await runHere(['search', '--key=hunter2'], { cwd: folders() });
    expect(run.code).toBe(2);
    expect(run.err).toContain("unknown option '--key=…'");
    expect(run.err).not.toContain('hunter2');
  });
});
