import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { useTempFolders } from '../support/temp-folder.ts';
import { trailFile, trailRecord } from '../support/trail-records.ts';

const folders = useTempFolders();
const FILES = 400;
const IN_EACH = 50;

/** So many files that a scan is still at work when the first of them are stored. */
function longTrail(): string {
  const folder = folders();
  mkdirSync(join(folder, 'trail'));
  for (let file = 0; file < FILES; file += 1) {
    const records = Array.from({ length: IN_EACH }, () => trailRecord());
    writeFileSync(join(folder, 'trail', `${String(file).padStart(4, '0')}.json`), trailFile(records));
  }
  return folder;
}

describe('one Ctrl-C', () => {
  it('ends a scan after the file under way; the next scan goes on and loses and doubles nothing', async () => {
    const cwd = longTrail();
    const stopped = await runCli(['scan', 'trail'], {
      cwd,
      interrupt: { file: 'keywatch.db-wal', grown: 1_000_000, signal: 'SIGINT' },
    });
    expect(stopped.code).toBe(1);
    expect(stopped.err).not.toContain('    at ');
    const [, read] = /^(\d+) records read/.exec(stopped.out) ?? [];
    expect(Number(read)).toBeLessThan(FILES * IN_EACH);
    expect(Number(read) % IN_EACH).toBe(0);
    const again = await runCli(['scan', 'trail'], { cwd });
    expect(again.code).toBe(0);
    expect(again.out).toContain(`${FILES * IN_EACH - Number(read)} new, ${read} seen before`);
  });
});
