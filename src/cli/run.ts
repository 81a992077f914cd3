import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { asAppError } from '../app/failures.ts';
import { version } from '../app/version.ts';
import { AppError, messageOf } from '../core/errors.ts';
import type { System } from '../core/system.ts';
import { clean } from '../report/paint.ts';
import { COMMAND_GROUPS } from './commands.ts';
import type { Act } from './context.ts';
import type { ExitCode } from './exit.ts';
import { EXIT } from './exit.ts';
import { EXAMPLES, EXIT_CODES } from './help-texts.ts';
import type { CliIo } from './io.ts';

/** Runs one command line. Never throws: everything ends as a message and an exit code. */
export async function runCli(argv: readonly string[], system: System, io: CliIo): Promise<ExitCode> {
  const stop = new AbortController();
  let interrupts = 0;
  const unlisten = system.onSignal((signal) => {
    interrupts += 1;
    stop.abort(new AppError(`Stopped by ${signal}`, { code: 'INTERRUPTED', kind: 'aborted' }));
    // The second request ends the process at once: the journal and the ledger survive that.
    if (interrupts > 1) system.exit(EXIT.failed);
  });
  let exitCode: ExitCode = EXIT.ok;
  const act: Act =
    (action) =>
    async (...args) => {
      // Help and mistakes need no provider, and loading them all takes longer than everything else together.
      const { CONNECTORS: connectors } = await import('../app/setup/connectors.ts');
      exitCode = await action({ io, around: { system, connectors, cwd: io.cwd }, signal: stop.signal }, ...args);
    };
  try {
    const root = await program(io, act, askedFor(argv));
    await root.parseAsync([...withoutVainHelp(argv, root)], { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, io);
  } finally {
    unlisten();
  }
}

/** The command that these words begin with, or ask help for. */
function askedFor(argv: readonly string[]): string {
  const [first = '', second = ''] = argv.filter((word) => !word.startsWith('-'));
  return first === 'help' ? second : first;
}

/** Help for what does not exist is told like a call of it, with what may have been meant. */
function withoutVainHelp(argv: readonly string[], root: Command): readonly string[] {
  const [first, second] = argv;
  if (first !== 'help' || second === undefined || root.commands.some((one) => one.name() === second)) return argv;
  return argv.slice(1);
}

/**
 * The command line.
 * @param wanted the command to load; of the others only the line in the list is there. `null` loads all, for documentation
 */
export async function program(io: Pick<CliIo, 'out' | 'err'>, act: Act, wanted: string | null): Promise<Command> {
  const root = new Command('keywatch')
    .description('Watches the audit trails of the providers whose API keys you hold, and takes stolen keys back.')
    .version(version(), '-v, --version')
    .showSuggestionAfterError()
    .addHelpText('after', `${EXAMPLES}${EXIT_CODES}`)
    .exitOverride()
    .configureOutput(outputOf(io))
    .configureHelp({ subcommandTerm: termOf })
    .showHelpAfterError('  See `keywatch --help`.');
  for (const { title, commands } of COMMAND_GROUPS) {
    root.commandsGroup(title);
    for (const { name, summary, load } of commands) {
      if (wanted === null || wanted === name) (await load())(root, act);
      else root.command(name);
      root.commands.at(-1)?.summary(summary);
    }
  }
  root.commandsGroup('Help:').helpCommand('help [command]', 'help for one command');
  for (const command of root.commands) inherit(command, io, 'keywatch');
  return root;
}

/** A line of a list of commands begins with the name, and below a group with what must be given. */
function termOf(command: Command): string {
  const given = command.parent?.parent == null ? [] : command.registeredArguments.filter(({ required }) => required);
  return [command.name(), ...given.map((argument) => `<${argument.name()}>`)].join(' ');
}

/** The parser repeats what it cannot make sense of, and that may be a secret in the wrong place. */
function outputOf(io: Pick<CliIo, 'out' | 'err'>): OutputConfiguration {
  const safe = (text: string): string => text.split('\n').map(clean).join('\n');
  return {
    writeOut: (text) => io.out(text),
    writeErr: (text) => io.err(safe(text)),
    outputError: (text, write) =>
      write(text.replace(/^error: /, 'keywatch: ').replace(/'(--?[\w-]+)=[^']*'/, "'$1=…'")),
  };
}

/** Subcommands do not take over how their parent ends and writes; told here once, for all depths. */
function inherit(command: Command, io: Pick<CliIo, 'out' | 'err'>, parent: string): void {
  const path = `${parent} ${command.name()}`;
  command.exitOverride().configureOutput(outputOf(io)).showHelpAfterError(`  See \`${path} --help\`.`);
  for (const child of command.commands) inherit(child, io, path);
}

function report(thrown: unknown, io: CliIo): ExitCode {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
  // What the operating system refuses (a file, a folder, a port) says so in its message and is no bug.
  const error = thrown instanceof Error && 'syscall' in thrown ? asAppError(thrown) : thrown;
  if (!(error instanceof AppError)) {
    const stack = error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error);
    io.err(`keywatch: a fault of our own: ${clean(stack.split('\n')[0] ?? '')}\n`);
    io.err(`${stack.split('\n').slice(1, 6).map(clean).join('\n')}\nPlease report it with these lines.\n`);
    return EXIT.failed;
  }
  io.err(`keywatch: ${error.message.split('\n').map(clean).join('\n')}\n`);
  if (error.hint !== '') io.err(`  ${clean(error.hint)}\n`);
  return error.kind === 'bad-input' || error.kind === 'config' ? EXIT.usage : EXIT.failed;
}
