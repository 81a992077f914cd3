import { Readable } from 'node:stream';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run.ts';
import { HOUR, type Millis } from '../../src/core/time.ts';
import { type FakeSystem, fakeSystem } from './fake-system.ts';
import type { CliRun } from './run-cli.ts';
import { TRAIL_NOON } from './trail-records.ts';

/** "Now" of commands run here, unless a test says another: eight hours after the trail begins. */
export const HERE_NOW: Millis = TRAIL_NOON + 8 * HOUR;

export interface HereOptions {
  readonly cwd: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: Millis;
  /** What the streams look like to the command. */
  readonly terminal?: Partial<Pick<CliIo, 'stdinIsTerminal' | 'outIsTerminal' | 'errIsTerminal' | 'columns'>>;
  /** Gets hold of the machine, to send it signals or to let its clock run. */
  readonly onStart?: (system: FakeSystem) => void;
}

/** The command line without a process around it: quick, with a clock and surroundings of its own. */
export async function runHere(args: readonly string[], options: HereOptions): Promise<CliRun> {
  const system = fakeSystem({
    start: options.now ?? HERE_NOW,
    env: { USER: 'ana', ...options.env },
    seed: args.join(' '),
  });
  const written = { out: '', err: '' };
  const io: CliIo = {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    stdin: Readable.from([Buffer.from(options.stdin ?? '')]),
    stdinIsTerminal: false,
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 100,
    cwd: options.cwd,
    ...options.terminal,
  };
  options.onStart?.(system);
  const code = await runCli(args, system, io);
  return { code, ...written };
}
