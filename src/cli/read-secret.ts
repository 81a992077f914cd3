import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { AppError } from '../core/errors.ts';
import type { CliIo } from './io.ts';
import { readStdin } from './read-stdin.ts';
import { usageError } from './usage.ts';

/** What is typed is not shown: it would stay in the window, and in whatever records it. */
const NOWHERE = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * A secret from standard input, which may have several lines; on a terminal asked for, and without echo.
 * @param what for the question, e.g. `the secret`
 * @throws AppError kind `aborted` on Ctrl-C
 */
export async function readSecret(io: CliIo, what: string, most: number): Promise<string> {
  if (!io.stdinIsTerminal) return readStdin(io.stdin, most);
  io.err(`Paste ${what}, then press Enter and Ctrl-D. It is neither shown nor stored.\n`);
  const input = createInterface({ input: io.stdin, output: NOWHERE(), terminal: true, historySize: 0 });
  const lines: string[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      input.on('line', (line) => lines.push(line));
      input.on('close', resolve);
      // Without echo the terminal no longer makes a signal of it.
      input.on('SIGINT', () => reject(new AppError('Stopped by SIGINT', { code: 'INTERRUPTED', kind: 'aborted' })));
    });
  } finally {
    input.close();
  }
  const text = lines.join('\n');
  if (text.length > most) throw usageError(`standard input is longer than ${most} bytes`, 'Give less at once.');
  return text;
}
