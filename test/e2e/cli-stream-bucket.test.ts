import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MINUTE } from '../../src/core/time.ts';
import { storeObject } from '../../src/simulate/aws/s3/bucket.ts';
import { type SimulatedGithub, startSimulatedGithub } from '../../src/simulate/github/server.ts';
import { type AwsReadWorld, anAwsReadWorld, READ_START } from '../support/aws-read-world.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import type { CliRun } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';
import { useTempFolders } from '../support/temp-folder.ts';

const folders = useTempFolders();
let aws: AwsReadWorld;
let simulated: SimulatedGithub;
let cwd = '';
let reading = '';

/** An organisation whose audit log is streamed into a bucket of an AWS account. */
beforeEach(async () => {
  aws = await anAwsReadWorld();
  simulated = await startSimulatedGithub({ clock: aws.clock, seed: 'stream', timing: 'prompt' });
  const { github } = simulated;
  github.createOrg({ login: 'acme' });
  github.createRepo({ name: 'acme/shop' });
  const token = github.createToken({ kind: 'classic', owner: 'ci-deploy', scopes: ['repo'] });
  reading = github.createToken({ kind: 'classic', owner: 'owner', scopes: ['read:audit_log', 'read:org'] }).text;
  for (let at = 0; at < 5; at += 1) {
    aws.clock.set(aws.clock.now() + MINUTE);
    github.useToken(token, { action: 'git.clone', repo: 'acme/shop', ip: '198.51.100.7', agent: 'git/2.49.0' });
    github.useToken(token, { action: 'api.request', repo: 'acme/shop', ip: '198.51.100.7', agent: 'curl/8.9.1' });
  }
  const bucket = aws.aws.cloud.createBucket({ name: 'acme-stream' });
  // At least once, as streams deliver: the second file holds all of the first again.
  for (let times = 0; times < 2; times += 1) {
    aws.clock.set(aws.clock.now() + MINUTE);
    const { bytes, name } = github.streamFile('acme');
    storeObject(bucket, { key: name, bytes: Buffer.from(bytes), modified: aws.clock.now() });
  }
  cwd = folders();
});
afterEach(async () => {
  await simulated.close();
  await aws.close();
});

function configure(entry: Readonly<Record<string, unknown>>, github: object = {}): void {
  const buckets = [{ bucket: 'acme-stream', folders: 'YYYY/MM/DD/HH/mm', 'records-of': 'github/acme', ...entry }];
  const sources = { 'lookup-events': { enabled: false }, 'guard-duty': false, health: false, buckets };
  writeFileSync(
    join(cwd, 'keywatch.yaml'),
    JSON.stringify({ connectors: { aws: { ...aws.written, sources }, ...github } }),
  );
}

async function run(...args: string[]): Promise<CliRun> {
  const held: { clock: FakeClock | null } = { clock: null };
  const work = runHere(args, {
    cwd,
    now: READ_START + 30 * MINUTE,
    env: { HUB_SECRET: aws.hub.secret, READING: reading },
    onStart: ({ clock }) => {
      held.clock = clock;
    },
  });
  await held.clock?.runUntil(work);
  return work;
}

interface Found {
  readonly events: readonly { readonly action: string; readonly account: string; readonly provider: string }[];
}

async function eventsOfAcme(): Promise<Found['events']> {
  const { out } = await run(
    'search',
    '--provider',
    'github',
    '--account',
    'acme',
    '--limit',
    '100',
    '--format',
    'json',
  );
  return (JSON.parse(out) as Found).events;
}

const requests = (events: Found['events']): number =>
  events.filter(({ action }) => action.startsWith('api.request')).length;

it('polls a stream out of its bucket: every record once, under the organisation it is of, requests included', async () => {
  configure({});
  expect((await run('poll')).code).toBe(0);
  const events = await eventsOfAcme();
  expect(events.filter(({ action }) => action === 'git.clone')).toHaveLength(5);
  expect(requests(events)).toBe(5);
}, 60_000);

it('stores once what the audit log and the stream both show', async () => {
  const github = { 'base-url': simulated.url, token: 'env:READING', organizations: ['acme'] };
  configure({}, { github: { ...github, sources: { 'secret-scanning': { enabled: false } } } });
  await run('poll');
  const events = await eventsOfAcme();
  expect(events.filter(({ action }) => action === 'git.clone')).toHaveLength(5);
  expect(requests(events)).toBe(5);
}, 60_000);

it('says so where the named format does not exist, and keeps the file as unread', async () => {
  configure({ format: 'github.audit' });
  await run('poll');
  expect((await run('unparsed')).out).toContain('no record format is called github.audit');
}, 60_000);
