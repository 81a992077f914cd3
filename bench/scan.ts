import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { measureChild, median } from './child.ts';
import type { Figure } from './figure.ts';
import { makeTrail } from './trail/make-trail.ts';
import { REALISTIC } from './trail/shape.ts';

const ROOT = join(import.meta.dirname, '..');

/** `keywatch scan` against the bare loop over the same files, alternating. */
export async function benchScan(folder: string, records: number, repeats: number): Promise<readonly Figure[]> {
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const files = makeTrail(logs, { ...REALISTIC, records }, 7);
  const packed = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const bare: number[] = [];
  const scan: number[] = [];
  const peaks: number[] = [];
  for (let round = 0; round < repeats; round += 1) {
    bare.push((await measureChild([join(ROOT, 'bench/bare-loop.ts'), logs], folder)).seconds);
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `scan.db${suffix}`), { force: true });
    const run = await measureChild([join(ROOT, 'bin/keywatch.js'), 'scan', logs, '--database', 'scan.db'], folder);
    scan.push(run.seconds);
    peaks.push(run.peakMegabytes);
  }
  const ratios = scan.map((seconds, round) => seconds / (bare[round] ?? Number.NaN));
  return [
    {
      what: `scan of ${records} records, against gunzip and JSON.parse alone`,
      value: median(ratios),
      unit: 'x',
      goal: '<= 2.0',
      spread: ratios,
    },
    { what: 'the same, seconds', value: median(scan), unit: 's', goal: '', spread: scan },
    { what: 'the bare loop, seconds', value: median(bare), unit: 's', goal: '', spread: bare },
    { what: 'peak memory of the scan', value: Math.max(...peaks), unit: 'MB', goal: '< 600', spread: peaks },
    { what: 'size of a record, packed', value: packed / records, unit: 'B', goal: '', spread: [] },
  ];
}
