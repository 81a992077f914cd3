import { open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type LeakInput, type LeakResult, leak } from '../../app/incidents/leak.ts';
import { AppError } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import { render } from '../../report/format.ts';
import { LEAK_COLUMNS } from '../columns/leak-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { LEAK_EXAMPLES } from '../help-texts.ts';
import { type OpenedStore, type StoreOptions, useStore, withFormat, withStore } from '../options/store.ts';
import { readSecret } from '../read-secret.ts';
import { readStdin } from '../read-stdin.ts';
import { leakText } from '../text/leak.ts';
import { parseMoment, usageError } from '../usage.ts';

interface LeakCommandOptions extends StoreOptions {
  readonly format: string;
  readonly secret?: string;
  readonly report?: string;
  readonly at?: string;
  readonly place?: string;
  readonly public?: boolean;
  readonly withSecret?: boolean;
}

const MOST_SECRET = 64 * 1024;
const MOST_REPORT = 256 * 1024 * 1024;

export function addLeak(root: Command, act: Act): void {
  const command = root
    .command('leak')
    .description('A key leaked: whose is it, does it still work, was it used since, by whom, from where, on what.')
    .argument('[id]', 'key id; a secret never stands here, it goes to standard input')
    // Too many words are refused below, without repeating them: one may be a secret.
    .allowExcessArguments()
    .option('--secret <->', 'read the leaked secret from standard input; only its fingerprint is kept')
    .option('--report <file>', 'JSON report of gitleaks, trufflehog, or SARIF; - for standard input')
    .option('--at <moment>', 'since when others may have read it: date, time or age')
    .option('--place <text>', 'where it was found')
    .option('--public', 'anybody could read it there')
    .option('--with-secret', 'its secret was there as well, though it is not at hand: for a report of a key id');
  withStore(withFormat(command)).addHelpText('after', LEAK_EXAMPLES).action(act(run));
}

async function run(
  context: CliContext,
  id: string | undefined,
  options: LeakCommandOptions,
  command: Command,
): Promise<ExitCode> {
  if (command.args.length > 1)
    throw usageError('More than one key was given', 'Report one at a time, or many with --report FILE.');
  const format = formatOf(options.format);
  const input = await inputOf(context, id, options);
  return useStore(context, options, 'change', async (store, opened) => {
    const result = await leak(input, {
      store,
      config: opened.config,
      fingerprintKey: fingerprintKeyOf(opened),
      around: context.around,
    });
    if (result.leaks.length === 0 && input.kind !== 'report') {
      throw usageError(
        `What was given ${result.skipped[0]?.reason ?? 'is no key'}`,
        `Give the id of a key, or the secret on standard input: keywatch leak --secret -`,
      );
    }
    write(context, result, format);
    return EXIT.ok;
  });
}

function write(context: CliContext, result: LeakResult, format: ReturnType<typeof formatOf>): void {
  const text = textOptions(context);
  if (format === 'table') context.io.out(leakText(result, text));
  else context.io.out(render(result.leaks, LEAK_COLUMNS, format, 'leaks', text));
  if (result.leftToDaemon) {
    context.io.err(
      'Another keywatch works on this database: the report is stored, and it judges it at its next turn.\n',
    );
  }
}

/** A database elsewhere has its fingerprint key beside it, as the configured one has. */
function fingerprintKeyOf({ config, database }: OpenedStore): string {
  return database === config.database.path ? config.database.fingerprintKey : join(dirname(database), 'keywatch.key');
}

async function inputOf(context: CliContext, id: string | undefined, options: LeakCommandOptions): Promise<LeakInput> {
  const { secret, report } = options;
  const { io } = context;
  if ([id, secret, report].filter((one) => one !== undefined).length > 1) {
    throw usageError('A key id, --secret and --report exclude each other', 'Give one of them.');
  }
  // What follows --secret is not repeated: it may be one.
  if (secret !== undefined && secret !== '-') {
    throw usageError(
      '--secret takes only -',
      'Give the secret on standard input; what stands on a command line is kept by the shell and shown to others.',
    );
  }
  const circumstances = circumstancesOf(context, options);
  if (id !== undefined) return { kind: 'key-id', text: id, withSecret: options.withSecret === true, ...circumstances };
  if (options.withSecret === true)
    throw usageError('--with-secret goes with a key id', 'Leave it out: the secret itself says more.');
  if (report !== undefined) {
    const text = report === '-' ? await readStdin(io.stdin, MOST_REPORT) : await readReport(resolve(io.cwd, report));
    return { kind: 'report', text, ...circumstances };
  }
  if (secret === undefined && io.stdinIsTerminal) throw nothingGiven();
  const text = await readSecret(io, 'the secret', MOST_SECRET);
  if (text.trim() === '') throw nothingGiven();
  return { kind: 'secret', secret: new Secret(text), ...circumstances };
}

function nothingGiven(): AppError {
  return usageError(
    'Nothing was given',
    'Give a key id, a report with --report FILE, or a secret on standard input with --secret -',
  );
}

function circumstancesOf(
  context: CliContext,
  { at, place, public: open }: LeakCommandOptions,
): Pick<LeakInput, 'since' | 'place' | 'public'> {
  const now = context.around.system.clock.now();
  const since = at === undefined ? undefined : parseMoment(at, now, '--at');
  if (since !== undefined && since > now)
    throw usageError('--at lies in the future', 'Say since when others may have read it.');
  return {
    ...(since === undefined ? {} : { since }),
    ...(place === undefined ? {} : { place }),
    ...(open === true ? { public: true } : {}),
  };
}

async function readReport(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > MOST_REPORT) throw new RangeError(`larger than ${MOST_REPORT} bytes`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error
        ? String(error.code)
        : error instanceof RangeError
          ? error.message
          : 'it cannot be opened';
    throw new AppError(`The report ${path} cannot be read: ${why}`, {
      code: 'LEAK_REPORT_UNREADABLE',
      kind: 'bad-input',
      hint: 'Name another file with --report.',
      cause: error,
    });
  }
}
