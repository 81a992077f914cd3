import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeTrail } from '../../bench/trail/make-trail.ts';
import { REALISTIC } from '../../bench/trail/shape.ts';
import { seeded } from '../../src/simulate/seeded.ts';
import { killCli } from '../support/kill-cli.ts';
import { runCli } from '../support/run-cli.ts';
import { contentOf } from '../support/store-content.ts';
import { leakedKeyRecords } from '../support/story-records.ts';
import { useTempFolders } from '../support/temp-folder.ts';

const KILLS = 12;

describe('a scan that is killed again and again', () => {
  const newFolder = useTempFolders();

  it('loses nothing and stores nothing twice', async () => {
    const cwd = newFolder();
    writeLogs(join(cwd, 'logs'));
    expect((await runCli(['scan', 'logs', '-d', 'whole.db'], { cwd })).code).toBe(0);
    const random = seeded('kill');
    let killed = 0;

    for (let round = 0; round < KILLS; round += 1) {
      const after = 250 + random.int(1400);
      if (await killCli(['scan', 'logs', '-d', 'killed.db'], { cwd, after })) killed += 1;
    }
    const last = await runCli(['scan', 'logs', '-d', 'killed.db'], { cwd });

    expect(killed).toBeGreaterThan(KILLS / 3);
    expect(last).toMatchObject({ code: 0 });
    const whole = await contentOf(join(cwd, 'whole.db'));
    expect(whole.incidents.length).toBeGreaterThan(0);
    expect(whole.events.length).toBeGreaterThan(25_000);
    expect(await contentOf(join(cwd, 'killed.db'))).toEqual(whole);
  });
});

/** Ordinary traffic of three days, and a theft, in many small files. */
function writeLogs(folder: string): void {
  mkdirSync(folder);
  makeTrail(folder, { ...REALISTIC, records: 30_000, perFile: 500, days: 3, keys: 60 }, 11);
  const story = leakedKeyRecords();
  for (let from = 0; from < story.length; from += 300) {
    const name = `story-${String(from).padStart(6, '0')}.json.gz`;
    writeFileSync(join(folder, name), gzipSync(JSON.stringify({ Records: story.slice(from, from + 300) })));
  }
}
