import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './source-files.ts';

export interface CliRun {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  /** Working folder: where `keywatch.yaml` and `keywatch.db` are looked for. */
  readonly cwd: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with everything written so far, for signals in the middle of the work. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

const BIN = join(ROOT, 'bin/keywatch.js');
const GUARD = join(ROOT, 'test/support/network-guard-preload.ts');

/** Runs the command line as its users do: a process of its own, pipes for streams, no network. */
export function runCli(args: readonly string[], options: CliOptions): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', GUARD, BIN, ...args], {
      cwd: options.cwd,
      // Nothing of the surroundings gets in: neither credentials nor colours.
      env: { PATH: process.env['PATH'] ?? '', HOME: options.cwd, USER: 'ana', ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const chunks = { out: [] as Buffer[], err: [] as Buffer[] };
    const take = (name: 'out' | 'err') => (chunk: Buffer) => {
      chunks[name].push(chunk);
      options.onOutput?.(text([...chunks.out, ...chunks.err]), (signal) => child.kill(signal));
    };
    child.stdout.on('data', take('out'));
    child.stderr.on('data', take('err'));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out: text(chunks.out), err: text(chunks.err) }));
    // A command that reads no input ends before it has taken all of it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
