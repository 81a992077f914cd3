import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type CliRun, runCli } from './run-cli.ts';
import { trailFile } from './trail-records.ts';

export interface ScannedFolder {
  /** Holds `trail/` and `keywatch.db`. */
  readonly folder: string;
  /** Runs a command there. */
  run(args: readonly string[], stdin?: string): Promise<CliRun>;
  /** What the scan itself said. */
  scan(): CliRun;
}

/** A folder with a database that a scan of these records has filled, made once for all tests of a suite. */
export function useScannedFolder(records: () => readonly unknown[], config: string = ''): ScannedFolder {
  const folder = mkdtempSync(join(tmpdir(), 'keywatch-cli-'));
  let scanned: CliRun | null = null;
  const run = (args: readonly string[], stdin = ''): Promise<CliRun> => runCli(args, { cwd: folder, stdin });
  beforeAll(async () => {
    mkdirSync(join(folder, 'trail'));
    writeFileSync(join(folder, 'trail/one.json'), trailFile(records()));
    if (config !== '') writeFileSync(join(folder, 'keywatch.yaml'), config);
    scanned = await run(['scan', 'trail']);
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
