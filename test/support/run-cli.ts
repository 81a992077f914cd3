import { spawn } from 'node:child_process';
import { type FSWatcher, statSync, watch } from 'node:fs';
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
  /** Sends `signal` once this file of the working folder has grown beyond `grown` bytes. */
  readonly interrupt?: { readonly file: string; readonly grown: number; readonly signal: NodeJS.Signals };
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
    child.stdout.on('data', (chunk: Buffer) => chunks.out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.err.push(chunk));
    const watcher = options.interrupt === undefined ? null : interruptor(options, (signal) => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code) => {
      watcher?.close();
      resolve({ code, out: text(chunks.out), err: text(chunks.err) });
    });
    // A command that reads no input ends before it has taken all of it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });
}

/** Looks whenever something changes in the folder: no waiting for a guessed time. */
function interruptor({ cwd, interrupt }: CliOptions, kill: (signal: NodeJS.Signals) => void): FSWatcher | null {
  if (interrupt === undefined) return null;
  const path = join(cwd, interrupt.file);
  const watcher = watch(cwd, () => {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= interrupt.grown) return;
    watcher.close();
    kill(interrupt.signal);
  });
  return watcher;
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
