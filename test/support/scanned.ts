import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { CliRun } from './run-cli.ts';
import { type HereOptions, runHere } from './run-here.ts';
import { trailFile } from './trail-records.ts';

export interface ScannedFolder {
  /** Holds `trail/one.json` and `keywatch.db`. */
  readonly folder: string;
  /** Runs a command there. */
  run(args: readonly string[], options?: Omit<HereOptions, 'cwd'>): Promise<CliRun>;
  /** What the scan itself said. */
  scan(): CliRun;
}

/** A folder with a database that a scan of these records has filled, made once for all tests of a suite. */
export function useScannedFolder(records: () => readonly unknown[], config: string = ''): ScannedFolder {
  const folder = mkdtempSync(join(tmpdir(), 'keywatch-cli-'));
  let scanned: CliRun | null = null;
  const run: ScannedFolder['run'] = (args, options = {}) => runHere(args, { cwd: folder, ...options });
  beforeAll(async () => {
    mkdirSync(join(folder, 'trail'));
    writeFileSync(join(folder, 'trail/one.json'), trailFile(records()));
    if (config !== '') writeFileSync(join(folder, 'keywatch.yaml'), config);
    scanned = await run(['scan', join(folder, 'trail'), '--workers', '1']);
    if (scanned.code !== 0) throw new Error(`the scan failed: ${scanned.err}`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    run,
    scan() {
      if (scanned === null) throw new Error('nothing was scanned yet');
      return scanned;
    },
  };
}
