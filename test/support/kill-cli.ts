import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './source-files.ts';

export interface KillOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Real milliseconds after which the process gets SIGKILL, unless it has ended. */
  readonly after: number;
}

/** Starts a command and kills it without warning. @returns whether it was still running */
export function killCli(args: readonly string[], options: KillOptions): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'bin/keywatch.js'), ...args], {
      cwd: options.cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: options.cwd, ...options.env },
      stdio: 'ignore',
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), options.after);
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}
