import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export interface Result {
  readonly ok: boolean;
  /** Standard output and standard error, in the order they came; empty when shown. */
  readonly output: string;
  readonly ms: number;
}

export interface RunOptions {
  /** Lets the output through instead of collecting it. */
  readonly show?: boolean;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a tool of node_modules/.bin or a program; never throws: a tool that cannot start is a failure with its reason. */
export function run(command: readonly string[], options: RunOptions = {}): Promise<Result> {
  const [program = '', ...args] = command;
  const path = [join(import.meta.dirname, '../../node_modules/.bin'), process.env['PATH']].join(delimiter);
  // Some tools colour what they write into a pipe, above all where CI is set.
  const plain = process.stdout.isTTY === true ? {} : { NO_COLOR: '1' };
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, PATH: path, ...plain, ...options.env },
      stdio: options.show === true ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    const finish = (ok: boolean): void => resolve({ ok, output, ms: performance.now() - started });
    child.on('error', (error) => {
      output += `could not start ${program}: ${error.message}\n`;
      finish(false);
    });
    child.on('close', (code, signal) => {
      if (signal !== null) output += `${program} was ended by ${signal}\n`;
      finish(code === 0);
    });
  });
}
