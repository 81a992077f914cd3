import type { Surroundings } from '../app/surroundings.ts';
import type { Format } from '../report/format.ts';
import { FORMATS } from '../report/format.ts';
import type { TextOptions } from '../report/paint.ts';
import type { ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';
import { usageError } from './usage.ts';

/** What every command gets. */
export interface CliContext {
  readonly io: CliIo;
  readonly around: Surroundings;
  /** Aborted by the first Ctrl-C: finish what is under way, then stop. */
  readonly signal: AbortSignal;
}

/** A command's work: resolves with the exit code, throws AppError for what went wrong. */
export type CommandAction<Args extends unknown[]> = (context: CliContext, ...args: Args) => Promise<ExitCode>;

/** Wraps a command's work for the command parser. */
export type Act = <Args extends unknown[]>(action: CommandAction<Args>) => (...args: Args) => Promise<void>;

export function formatOf(text: string, formats: readonly Format[] = FORMATS): Format {
  const format = formats.find((one) => one === text);
  if (format === undefined) throw usageError(`--format ${text} is not known`, `Choose one of ${formats.join(', ')}.`);
  return format;
}

/** How text for people is laid out on this terminal; a pipe gets whole lines without colour. */
export function textOptions({ io, around }: CliContext): TextOptions {
  const plain = around.system.env('NO_COLOR') !== undefined && around.system.env('NO_COLOR') !== '';
  return { width: io.outIsTerminal ? io.columns : null, color: io.outIsTerminal && !plain };
}
