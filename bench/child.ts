import { spawn } from 'node:child_process';

export interface Measured {
  readonly seconds: number;
  /** Largest resident size of the whole process, threads included, in MB. */
  readonly peakMegabytes: number;
}

/** Printed by the child as its last word: the only process that knows its own peak. */
const PRELOAD = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write('\\npeak-kb ' + process.resourceUsage().maxRSS + '\\n'));",
)}`;

/** Runs a script of ours as a process of its own and measures it whole, start-up included. */
export function measureChild(args: readonly string[], cwd: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', PRELOAD, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4_000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - started) / 1000;
      const peak = /peak-kb (\d+)/.exec(said)?.[1];
      if (code !== 0 || peak === undefined) reject(new Error(`${args.join(' ')} ended with ${String(code)}: ${said}`));
      else resolve({ seconds, peakMegabytes: Number(peak) / 1024 });
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
