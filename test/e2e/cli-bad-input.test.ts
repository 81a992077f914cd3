import { createWriteStream, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';
import { trailFile, trailRecord } from '../support/trail-records.ts';

const MEGABYTE = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'keywatch-bad-'));
const place = (name: string): string => join(folder, 'trail', name);

function* repeated(piece: Buffer, bytes: number): Generator<Buffer> {
  for (let written = 0; written < bytes; written += piece.length) yield piece;
}

function* longLine(): Generator<Buffer> {
  const line = (): Buffer => Buffer.from(`${JSON.stringify(trailRecord({ action: 'BesideLongLine' }))}\n`);
  yield line();
  yield Buffer.from('{"a":"');
  yield* repeated(Buffer.alloc(MEGABYTE, 'x'), 200 * MEGABYTE);
  yield Buffer.from('"}\n');
  yield line();
}

/** Everything bad that lies in a folder at once, beside one good file. */
async function plant(): Promise<void> {
  mkdirSync(join(folder, 'trail'));
  const { eventTime: _time, ...timeless } = trailRecord();
  const packed = gzipSync(trailFile(Array.from({ length: 50 }, () => trailRecord())));
  writeFileSync(place('good.json'), trailFile([trailRecord({ action: 'GoodCall' })]));
  writeFileSync(place('truncated.json.gz'), packed.subarray(0, packed.length - 20));
  writeFileSync(place('corrupt.json.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
  writeFileSync(place('html.json'), '<html>Access denied</html>');
  writeFileSync(place('latin.json'), Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
  writeFileSync(place('other.json'), '{"hello":"world"}');
  writeFileSync(place('empty.json'), '');
  writeFileSync(place('mixed.json'), trailFile([timeless, trailRecord({ action: 'BesideTimeless' })]));
  symlinkSync(join(folder, 'gone.json'), place('dangling.json'));
  mkdirSync(place('folder.json'));
  await pipeline(Readable.from(longLine()), createWriteStream(place('long.ndjson')));
  // Gzip files may be joined end to end: a bomb that takes no time to make.
  writeFileSync(place('bomb.json.gz'), Buffer.concat(Array<Buffer>(450).fill(gzipSync(Buffer.alloc(MEGABYTE, ' ')))));
}

let run: CliRun = { code: null, out: '', err: '' };
let unparsed: readonly { readonly place: string; readonly reason: string; readonly excerpt: string }[] = [];

beforeAll(async () => {
  await plant();
  run = await runCli(['scan', 'trail', 'nowhere', 'no*.json'], { cwd: folder });
  const kept = await runHere(['unparsed', '--format', 'json'], { cwd: folder });
  unparsed = (JSON.parse(kept.out) as { unparsed: typeof unparsed }).unparsed;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what cannot be read', () => {
  it('is no crash: the good records are stored, and the exit code says that something is missing', async () => {
    expect(run).toMatchObject({ code: 3, err: '' });
    const { out } = await runHere(['search', '--format', 'json'], { cwd: folder });
    const { events } = JSON.parse(out) as { events: { action: string }[] };
    expect(events.map(({ action }) => action).toSorted()).toEqual([
      'BesideLongLine',
      'BesideLongLine',
      'BesideTimeless',
      'GoodCall',
    ]);
  });

  it.each([
    ['truncated.json.gz', 'gzip is truncated'],
    ['corrupt.json.gz', 'gzip is'],
    ['html.json', 'not JSON'],
    ['latin.json', 'not UTF-8 text'],
    ['other.json', 'no known kind of audit record'],
    ['empty.json', 'empty'],
    ['mixed.json', 'eventTime is missing'],
    ['dangling.json', 'cannot be read'],
    ['long.ndjson', 'a line of more than 67108864 bytes'],
    ['bomb.json.gz', 'gzip expands to more than 400 MB'],
  ])('%s is stored as unparsed with its reason', (name, reason) => {
    const found = unparsed.filter((one) => one.place.includes(name));
    expect(found).toHaveLength(1);
    expect(found[0]?.reason).toContain(reason);
    expect(found[0]?.excerpt.length).toBeLessThanOrEqual(200);
  });

  it('is counted: read is what is new, known, skipped and unparsed together', () => {
    const [, read] = /^(\d+) records read/.exec(run.out) ?? [];
    const [, fresh, known, skipped, bad] =
      /(\d+) new, (\d+) seen before, (\d+) skipped, (\d+) unparsed/.exec(run.out) ?? [];
    expect([fresh, known, skipped, bad].reduce((sum, part) => sum + Number(part), 0)).toBe(Number(read));
    expect(Number(bad)).toBe(unparsed.length);
    expect(run.out).toContain('keywatch unparsed');
  });

  it('names arguments that lead nowhere, and takes a folder for a folder', () => {
    expect(run.out).toContain('nowhere: no such file or folder');
    expect(run.out).toContain('no*.json: no such file or folder');
    expect(run.out).not.toContain('folder.json');
  });
});
