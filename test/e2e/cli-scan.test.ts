import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';
import { useTempFolders } from '../support/temp-folder.ts';
import { theftRecords, trailFile, trailRecord } from '../support/trail-records.ts';

const folders = useTempFolders();

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = folders();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Paths are those of the process, so that without one they have to be whole. */
function scan(cwd: string, paths: readonly string[], ...options: string[]): Promise<CliRun> {
  return runHere(['scan', ...paths.map((path) => join(cwd, path)), '--workers', '1', ...options], { cwd });
}

describe('keywatch scan', () => {
  it('finds the theft, accounts for every record, and says where to ask on', async () => {
    const folder = folderWith({ 'trail/a.json': trailFile(theftRecords()) });
    const run = await runCli(['scan', 'trail'], { cwd: folder });
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toContain('10 records read from 1 file');
    expect(run.out).toContain('10 new, 0 seen before, 0 skipped, 0 unparsed');
    expect(run.out).toMatch(/1 incident on 2 credentials/);
    expect(run.out).toContain('aws-key-made-for-someone-else');
    expect(run.out).toMatch(/= next {2}keywatch respond plan inc-[0-9a-f]{8}/);
    expect(run.out).toContain('Kept in keywatch.db');
  });

  it('finds nothing new in the same files, in whatever packing they come back', async () => {
    const text = trailFile(theftRecords());
    const folder = folderWith({ 'trail/a.json': text, 'again/b.json.gz': gzipSync(text) });
    const first = await scan(folder, ['trail'], '--format', 'json');
    const second = await scan(folder, ['trail', 'again']);
    expect(second.code).toBe(0);
    expect(second.out).toContain('0 new, 20 seen before');
    const third = await scan(folder, ['trail'], '--format', 'json');
    expect(JSON.parse(third.out)).toEqual(JSON.parse(first.out));
  });

  it('reads standard input, packed or not', async () => {
    const lines = theftRecords()
      .map((record) => JSON.stringify(record))
      .join('\n');
    const plain = await runCli(['scan', '-'], { cwd: folders(), stdin: lines });
    const packed = await runCli(['scan', '-'], { cwd: folders(), stdin: gzipSync(lines) });
    for (const run of [plain, packed]) {
      expect(run.code).toBe(0);
      expect(run.out).toContain('10 new, 0 seen before, 0 skipped, 0 unparsed');
    }
  });

  it('ends with 10 only where an incident is as severe as asked for', async () => {
    const folder = folderWith({ 'quiet.json': trailFile([trailRecord()]), 'theft.json': trailFile(theftRecords()) });
    expect((await scan(folder, ['quiet.json'], '--fail-on', 'info')).code).toBe(0);
    expect((await scan(folder, ['theft.json'], '--fail-on', 'medium')).code).toBe(10);
  });

  it('ends with 3 where there is nothing to read: a mistyped folder must not look clean', async () => {
    const folder = folderWith({ 'docs/readme.txt': 'no log' });
    const { code, out } = await scan(folder, ['docs'], '--fail-on', 'info');
    expect(code).toBe(3);
    expect(out).toContain('nothing to read there: files ending in .json');
    expect((await runHere(['scan', '-'], { cwd: folder, stdin: '' })).code).toBe(3);
  });

  it('says so where all of it was known already', async () => {
    const folder = folderWith({ 'theft.json': trailFile(theftRecords()) });
    expect((await scan(folder, ['theft.json'])).out).toMatch(/^1 incident on/m);
    expect((await scan(folder, ['theft.json'])).out).toMatch(/^Nothing new was read\. Known already: 1 incident on/m);
  });

  it('accounts for every record on standard error where the incidents go to a program', async () => {
    const folder = folderWith({ 'a.json': trailFile([trailRecord()]), 'b.json': 'no log' });
    const { code, out, err } = await scan(folder, ['.'], '--format', 'json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toEqual({ schemaVersion: 1, incidents: [] });
    expect(err).toContain('1 new, 0 seen before, 0 skipped, 1 unparsed');
  });

  it('writes into the database that is named, and none other', async () => {
    const folder = folderWith({ 'a.json': trailFile([trailRecord()]) });
    const run = await scan(folder, ['a.json'], '--database', 'case.db');
    expect(run.out).toContain('Kept in case.db. Ask on with `keywatch search --database case.db`');
    expect((await runHere(['search'], { cwd: folder })).code).toBe(2);
    expect((await runHere(['search', '-d', 'case.db'], { cwd: folder })).code).toBe(0);
  });
});
