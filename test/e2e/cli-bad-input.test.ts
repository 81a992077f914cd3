import { createWriteStream, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { useTempFolders } from '../support/temp-folder.ts';
import { trailFile, trailRecord } from '../support/trail-records.ts';

const folders = useTempFolders();
const MEGABYTE = 1024 * 1024;

/** A folder with one good file, one record in it, and whatever else the test puts there. */
function folderWithGood(): string {
  const folder = folders();
  mkdirSync(join(folder, 'trail'));
  writeFileSync(join(folder, 'trail/good.json'), trailFile([trailRecord()]));
  return folder;
}

async function scanned(folder: string): Promise<CliRun> {
  const run = await runCli(['scan', 'trail'], { cwd: folder });
  // Whatever lies beside it, the good record is stored.
  const found = await runCli(['search', '--format', 'json'], { cwd: folder });
  expect(JSON.parse(found.out)).toMatchObject({ events: [{ action: 'ListBuckets' }] });
  return run;
}

function* repeated(piece: Buffer, bytes: number): Generator<Buffer> {
  for (let written = 0; written < bytes; written += piece.length) yield piece;
}

describe('what cannot be read', () => {
  it.each([
    [
      'a truncated gzip',
      'bad.json.gz',
      () => gzipSync(trailFile([trailRecord(), trailRecord()])).subarray(0, 200),
      'gzip is truncated',
    ],
    [
      'a corrupt gzip',
      'bad.json.gz',
      () => Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
      'gzip is',
    ],
    ['a file that is no JSON', 'bad.json', () => '<html>Access denied</html>', 'not JSON'],
    ['bytes that are no UTF-8', 'bad.json', () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'not UTF-8'],
    ['JSON of something else', 'bad.json', () => '{"hello":"world"}', ''],
    ['an empty file', 'bad.json', () => '', 'empty'],
  ])('%s is named, stored with its reason, and the rest goes on', async (_what, name, content, reason) => {
    const folder = folderWithGood();
    writeFileSync(join(folder, 'trail', name), content());
    const run = await scanned(folder);
    expect(run.code).toBe(3);
    expect(run.out).toContain(name);
    expect(run.out).toContain(reason);
    const kept = await runCli(['unparsed', '--format', 'json'], { cwd: folder });
    const { unparsed } = JSON.parse(kept.out) as { unparsed: { place: string; reason: string }[] };
    expect(unparsed).toHaveLength(1);
    expect(unparsed[0]?.place).toContain(name);
    expect(unparsed[0]?.reason).toContain(reason);
  });

  it('a record without a time among good ones costs that record only', async () => {
    const folder = folderWithGood();
    const { eventTime: _time, ...timeless } = trailRecord();
    writeFileSync(join(folder, 'trail/mixed.json'), trailFile([timeless, trailRecord()]));
    const run = await runCli(['scan', 'trail'], { cwd: folder });
    expect(run.code).toBe(3);
    expect(run.out).toContain('2 new, 0 seen before, 0 skipped, 1 unparsed');
  });

  it('a path that is not there is told', async () => {
    const folder = folderWithGood();
    const run = await runCli(['scan', 'trail', 'nowhere', 'no*.json'], { cwd: folder });
    expect(run.code).toBe(3);
    expect(run.out).toContain('2 places could not be read');
    expect(run.out).toContain('nowhere: no such file or folder');
  });

  it('a link that leads nowhere and a folder with the name of a file are no crash', async () => {
    const folder = folderWithGood();
    symlinkSync(join(folder, 'gone.json'), join(folder, 'trail/dangling.json'));
    mkdirSync(join(folder, 'trail/folder.json'));
    const run = await scanned(folder);
    expect(run.code).toBe(3);
    expect(run.out).toContain('dangling.json');
    expect(run.out).not.toContain('folder.json');
  });

  it('a line of 200 MB costs neither the memory nor the other lines', async () => {
    const folder = folderWithGood();
    const file = join(folder, 'trail/long.ndjson');
    const line = (record: unknown): Buffer => Buffer.from(`${JSON.stringify(record)}\n`);
    const parts = [
      [line(trailRecord())],
      [Buffer.from('{"a":"')],
      repeated(Buffer.alloc(MEGABYTE, 'x'), 200 * MEGABYTE),
      [Buffer.from('"}\n'), line(trailRecord())],
    ];
    await pipeline(Readable.from(joined(parts)), createWriteStream(file));
    const run = await runCli(['scan', 'trail'], { cwd: folder });
    expect(run.code).toBe(3);
    expect(run.out).toContain('3 new');
    expect(run.out).toMatch(/1 x line of 209\d{6} characters/);
  });

  it('a gzip bomb is refused before it goes off', async () => {
    const folder = folderWithGood();
    const bomb = join(folder, 'trail/bomb.json.gz');
    await pipeline(
      Readable.from(repeated(Buffer.alloc(MEGABYTE, ' '), 500 * MEGABYTE)),
      createGzip({ level: 1 }),
      createWriteStream(bomb),
    );
    const run = await scanned(folder);
    expect(run.code).toBe(3);
    expect(run.out).toContain('gzip expands to more than 400 MB');
  });
});

function* joined(parts: readonly Iterable<Buffer>[]): Generator<Buffer> {
  for (const part of parts) yield* part;
}
