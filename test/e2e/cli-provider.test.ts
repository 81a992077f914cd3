import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/app/setup/database.ts';
import { tryLease } from '../../src/app/watch/lease.ts';
import { HOUR } from '../../src/core/time.ts';
import { deleteLogFile, dropRecords } from '../../src/simulate/aws/s3/tamper.ts';
import { type AwsReadWorld, anAwsReadWorld, READ_START } from '../support/aws-read-world.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { fakeSystem } from '../support/fake-system.ts';
import type { CliRun } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';
import { useTempFolders } from '../support/temp-folder.ts';

const BUCKET = 'acme-trail';
const folders = useTempFolders();
let world: AwsReadWorld;
let cwd = '';

beforeEach(async () => {
  world = await anAwsReadWorld();
  const { aws, hub } = world;
  aws.cloud.createBucket({ name: BUCKET });
  aws.cloud.createTrail({ name: 'audit', bucket: BUCKET, validation: true });
  for (let hour = 0; hour < 4; hour += 1) {
    aws.cloud.call({ as: world.key, service: 'sts', action: 'GetCallerIdentity' });
    world.clock.set(world.clock.now() + HOUR);
    aws.cloud.settle();
  }
  cwd = folders();
  // What only the simulator needs stands beside what a user would write.
  const config = {
    connectors: {
      aws: {
        endpoint: aws.url,
        credentials: { 'access-key-id': hub.id, 'secret-access-key': 'env:HUB_SECRET' },
        accounts: world.config.accounts.map(({ id, roleArn }) => ({ id, 'role-arn': roleArn, regions: ['us-east-1'] })),
        sources: { s3: { bucket: BUCKET } },
      },
    },
  };
  writeFileSync(join(cwd, 'keywatch.yaml'), JSON.stringify(config));
});
afterEach(() => world.close());

/** Runs a command at the time of the simulated account, whose requests may wait their turn. */
async function run(...args: string[]): Promise<CliRun> {
  const held: { clock: FakeClock | null } = { clock: null };
  const work = runHere(args, {
    cwd,
    now: world.clock.now(),
    env: { HUB_SECRET: world.hub.secret },
    onStart: ({ clock }) => {
      held.clock = clock;
    },
  });
  await held.clock?.runUntil(work);
  return work;
}

const logFiles = (): string[] =>
  [...(world.aws.cloud.world.buckets.get(BUCKET)?.objects.keys() ?? [])]
    .filter((key) => key.includes('/CloudTrail/'))
    .toSorted();

describe('keywatch keys refresh', () => {
  it("fills the list from the provider's own, without any record having been read", async () => {
    const { code, out, err } = await run('keys', 'refresh');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^aws: \d+ credentials listed\n$/);
    const { out: list } = await run('keys', '--owner', 'app', '--format', 'json');
    const { credentials } = JSON.parse(list) as { credentials: object[] };
    expect(credentials).toMatchObject([{ credential: `aws:${world.key.id}`, state: 'active', kind: 'key' }]);
  });

  it('says which provider failed and what to do', async () => {
    const { code, out, err } = await runHere(['keys', 'refresh'], { cwd, now: world.clock.now(), env: {} });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^aws: .*HUB_SECRET is not set.*\n {2}Set it/);
  });

  it('leaves it to a daemon that holds the database', async () => {
    const store = await openDatabase({ path: 'keywatch.db', cwd, mustExist: false });
    const lease = await tryLease(store.leases, fakeSystem({ start: world.clock.now() }));
    const { code, err } = await runHere(['keys', 'refresh'], { cwd, now: world.clock.now(), env: {} });
    await lease?.release();
    await store.close();
    expect(code).toBe(1);
    expect(err).toContain('reads the lists by itself\n  It does so every 1h');
  });

  it('refuses where nothing is configured', async () => {
    const { code, err } = await runHere(['keys', 'refresh'], { cwd: folders() });
    expect(code).toBe(2);
    expect(err).toContain('No provider is configured\n  Write a configuration with `keywatch init`');
  });
});

describe('keywatch doctor with a provider', () => {
  it('passes the self-test of the connector on, and names the actions there are', async () => {
    const { code, out } = await run('doctor');
    expect(out).toContain('Amazon Web Services\n  ok    aws: credentials: we are arn:aws:iam::');
    expect(out).toMatch(/ok {4}aws: contain: auto \(by Keywatch\): deactivate-key/);
    expect(out).toContain('delete-key [irreversible]');
    expect(code).toBe(0);
    expect(out).not.toContain(world.hub.secret);
  });

  it('fails where the door is closed, and says so once', async () => {
    const { code, out } = await runHere(['doctor'], { cwd, now: world.clock.now(), env: {} });
    expect(code).toBe(1);
    expect(out.match(/FAIL/g)).toHaveLength(1);
    expect(out).toContain('HUB_SECRET');
  });
});

describe('keywatch verify', () => {
  const range = ['--from', new Date(READ_START).toISOString(), '--to', new Date(READ_START + 3 * HOUR).toISOString()];

  it('proves an untouched trail and says what that does not prove', async () => {
    const { code, out } = await run('verify', ...range);
    expect(code).toBe(0);
    expect(out).toMatch(/^ok {2}/);
    expect(out).toMatch(/3 seals and 3 log files checked, 2026-11-23 12:00:00 to 2026-11-23 15:00:00 UTC/);
    expect(out).toContain('This does not prove:\n  what was never logged');
    expect(out).toContain('3 trails: nothing missing, nothing changed.');
  });

  it('names what was removed and what was changed, and ends with 1', async () => {
    const [first = '', second = ''] = logFiles();
    deleteLogFile(world.aws.cloud.world, BUCKET, first);
    dropRecords(world.aws.cloud.world, BUCKET, second, () => true);
    const { code, out } = await run('verify', ...range);
    expect(code).toBe(1);
    expect(out).toContain(`MISSING s3://${BUCKET}/${first}`);
    expect(out).toContain(`CHANGED s3://${BUCKET}/${second}`);
    expect(out).toContain('2 problems.');
    const { out: csv } = await run('verify', ...range, '--format', 'csv');
    expect(csv.split('\n')[0]).toBe('trail,account,region,digests,logs,problem,place,from,to,fact');
    expect(csv).toContain('missing-log');
  });

  it('has nothing to say where nothing is configured', async () => {
    const { code, err } = await runHere(['verify'], { cwd: folders() });
    expect(code).toBe(2);
    expect(err).toContain('No configured provider seals its audit records');
  });
});

describe('a connector that cannot be opened', () => {
  // Without named accounts, the first thing to do is to ask whose credentials these are.
  beforeEach(() => {
    const { aws, hub } = world;
    const credentials = { 'access-key-id': hub.id, 'secret-access-key': 'env:HUB_SECRET' };
    writeFileSync(
      join(cwd, 'keywatch.yaml'),
      JSON.stringify({ connectors: { aws: { endpoint: aws.url, credentials } } }),
    );
  });

  it('makes poll end with 3: no incidents seen is not the same as none there', async () => {
    const { code, out, err } = await runHere(['poll'], { cwd, now: world.clock.now(), env: {} });
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('HUB_SECRET is not set');
    expect(err).toContain('Not read at all: aws');
  });

  it('is an error in the log of the daemon, which does not claim to watch', async () => {
    const { err } = await runHere(['run'], {
      cwd,
      now: world.clock.now(),
      env: {},
      // Ctrl-C as soon as the command listens: it opens everything, says so, and ends.
      onStart: (system) => queueMicrotask(() => system.signal('SIGINT')),
    });
    const lines = err.split('\n').filter((line) => line.startsWith('{'));
    const told = lines.map((line) => JSON.parse(line) as { level: string; message: string; connectors?: unknown });
    expect(told).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'Not watched yet, tried again every five minutes',
        connectors: ['aws'],
      }),
    );
    expect(err).not.toContain('Keywatch is watching');
  });
});
