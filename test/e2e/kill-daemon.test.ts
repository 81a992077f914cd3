import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type SimulatedAws, startSimulatedAws } from '../../src/simulate/aws/server.ts';
import type { JsonObject } from '../../src/simulate/json.ts';
import { seeded } from '../../src/simulate/seeded.ts';
import { killCli } from '../support/kill-cli.ts';
import { runCli } from '../support/run-cli.ts';
import { contentOf } from '../support/store-content.ts';
import { leakedKeyRecords } from '../support/story-records.ts';
import { useTempFolders } from '../support/temp-folder.ts';

const KILLS = 7;
const HOUR = 3_600_000;
/** Only the last days of the story: event history is read at two requests a second. */
const DAYS = 2;

/** The end of the story, as if it had ended three hours ago: the processes under test have the real clock. */
function recentRecords(now: number): readonly JsonObject[] {
  const records = leakedKeyRecords();
  const times = records.map((record) => Date.parse(String(record['eventTime'])));
  const end = Math.max(...times);
  const shift = now - 3 * HOUR - end;
  return records.flatMap((record, index) => {
    const at = times[index] ?? 0;
    if (at < end - DAYS * 24 * HOUR) return [];
    return [{ ...record, eventTime: new Date(at + shift).toISOString().replace(/\.\d{3}Z$/, 'Z') }];
  });
}

describe('polling that is killed again and again', () => {
  const newFolder = useTempFolders();
  let aws: SimulatedAws | null = null;

  afterEach(async () => {
    await aws?.close();
    aws = null;
  });

  async function stage(): Promise<{ readonly cwd: string; readonly env: Readonly<Record<string, string>> }> {
    // The daemon is another process with the real clock, so its provider has the same.
    aws = await startSimulatedAws({ clock: { now: () => Date.now() }, seed: 'kill', timing: 'prompt' });
    const { cloud } = aws;
    cloud.configure({ lookup: { throttle: false } });
    cloud.createUser({ name: 'keywatch', attach: ['AdministratorAccess'] });
    const key = cloud.createKey('keywatch');
    cloud.createBucket({ name: 'trail-files' });
    cloud.createTrail({ name: 'main', bucket: 'trail-files' });
    cloud.loadRecords(recentRecords(Date.now()));
    const cwd = newFolder();
    writeFileSync(join(cwd, 'keywatch.yaml'), configText(aws, key.id));
    return { cwd, env: { MONITOR_SECRET: key.secret } };
  }

  it.each([
    ['poll', ['poll'], 900],
    ['run', ['run', '--no-wait'], 2200],
  ])('loses nothing and stores nothing twice: %s', async (_name, command, span) => {
    const { cwd, env } = await stage();
    const random = seeded('kill-daemon');
    let killed = 0;

    for (let round = 0; round < KILLS; round += 1) {
      const args = [...command, '-d', 'killed.db'];
      if (await killCli(args, { cwd, env, after: 400 + random.int(span) })) killed += 1;
    }
    const last = await runCli(['poll', '-d', 'killed.db'], { cwd, env });
    const whole = await runCli(['poll', '-d', 'whole.db'], { cwd, env });

    expect(killed).toBeGreaterThan(1);
    expect([last.code, whole.code], `${last.err}\n${whole.err}`).toEqual([0, 0]);
    const expected = await contentOf(join(cwd, 'whole.db'));
    const content = await contentOf(join(cwd, 'killed.db'));
    expect(content.faults).toEqual([]);
    expect(expected.incidents.length).toBeGreaterThan(0);
    expect(stolen(content.incidents)).toEqual(stolen(expected.incidents));
    // Each start calls the provider anew, and those calls are in its log as well.
    const ours = (events: readonly string[]): readonly string[] => events.filter((id) => expected.events.includes(id));
    expect(ours(content.events).length).toBeGreaterThan(200);
    expect(new Set(content.events).size).toBe(content.events.length);
    const story = new Set(recentRecords(Date.now()).map((record) => String(record['eventID'])));
    expect(content.events.filter((id) => story.has(id))).toEqual(expected.events.filter((id) => story.has(id)));
    expect(expected.events.filter((id) => story.has(id)).length).toBe(story.size);
  });
});

function stolen(incidents: readonly unknown[]): readonly unknown[] {
  return incidents.filter((incident) => JSON.stringify(incident).includes('ci-deploy') || incidents.length === 1);
}

function configText(aws: SimulatedAws, keyId: string): string {
  return `connectors:
  aws:
    endpoint: ${aws.url}
    credentials:
      access-key-id: ${keyId}
      secret-access-key: env:MONITOR_SECRET
    accounts:
      - id: "${aws.account}"
        regions: [us-east-1]
    sources:
      lookup-events:
        enabled: false
      s3:
        bucket: trail-files
      guard-duty: false
      health: false
schedule:
  backfill: 4d
`;
}
