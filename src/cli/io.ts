import process from 'node:process';
import type { Readable } from 'node:stream';

/** Where a command reads and writes. Results go to `out`, everything said meanwhile to `err`. */
export interface CliIo {
  out(text: string): void;
  err(text: string): void;
  readonly stdin: Readable;
  readonly stdinIsTerminal: boolean;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Width of the terminal, 100 where there is none or it does not say. */
  readonly columns: number;
  readonly cwd: string;
}

/** The streams of this process. A reader that closes early (`| head`) is no error. */
export function processIo(): CliIo {
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: process.stdin,
    stdinIsTerminal: process.stdin.isTTY === true,
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    // Some terminals say that they are 0 columns wide.
    columns: process.stdout.columns || 100,
    cwd: process.cwd(),
  };
}

function ignoreClosedPipe(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') return;
  throw error;
}
