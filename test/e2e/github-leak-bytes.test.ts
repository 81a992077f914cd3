import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/app/setup/connectors.ts';
import { type Daemon, openDaemon } from '../../src/app/watch/daemon.ts';
import { takeLease } from '../../src/app/watch/lease.ts';
import { acceleratedSystem } from '../../src/cli/demo/accelerated-system.ts';
import { MINUTE } from '../../src/core/time.ts';
import { ManualClock } from '../../src/simulate/clock.ts';
import { startSimulatedGithub } from '../../src/simulate/github/server.ts';
import { startHttpSink } from '../../src/simulate/http-sink.ts';
import { listenOnLoopback } from '../../src/simulate/loopback.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { fakeSystem } from '../support/fake-system.ts';
import { runHere } from '../support/run-here.ts';
import { filesBelow, placesOf, valuesIn, type Written } from '../support/written-bytes.ts';

const NOW = '2026-11-23T12:00:00Z';
const token = (seed: string): string => `ghp_${seed.repeat(36).slice(0, 36)}`;
/** Secrets by the way on which they come in. */
const SECRETS = {
  'an alert of the list': token('Aq7Lx'),
  'a key of another provider in an alert': `AKIA${'Q7ZX'.repeat(4)}/${'wJ4rXU9tFkQm'.repeat(4).slice(0, 40)}`,
  'a delivery of a webhook': token('Bw8My'),
  'a request in a stream file': token('Ce9Nz'),
  'an address in a stream file': token('Dr1Pa'),
  'a user agent in a stream file': token('Et2Qb'),
  'the path of a request in a stream file': token('Jk6Uf'),
  'a line that is cut off': token('Fy3Rc'),
  'a message of an error': token('Gu4Sd'),
  'the report of a leak': token('Hi5Te'),
  'the secret of our webhook': 'signs-what-is-delivered-0123456789',
  'the address of our sink': 'path-that-whoever-knows-it-can-post-to',
};

let folder: string;
let url = '';
const written: Written[] = [];
const say = (where: string, text: string): void => void written.push({ where, bytes: Buffer.from(text) });

/** Everything that can happen around a leak, and every byte that comes of it. */
beforeAll(async () => {
  const clock = new ManualClock(NOW);
  const { close, github, url: base } = await startSimulatedGithub({ clock, seed: 'bytes', timing: 'prompt' });
  url = base;
  const sink = await startHttpSink(clock);
  folder = mkdtempSync(join(tmpdir(), 'keywatch-bytes-'));
  github.createOrg({ login: 'acme' });
  github.createRepo({ name: 'acme/site', isPublic: true });
  github.createRepo({ name: 'acme/infra' });
  const reading = github.createToken({
    kind: 'classic',
    owner: 'owner',
    scopes: ['read:audit_log', 'security_events'],
  });
  const acting = github.createToken({ kind: 'classic', owner: 'robot' });
  const environment = {
    READING: reading.text,
    ACTING: acting.text,
    HOOK: SECRETS['the secret of our webhook'],
    SINK: `${sink.url}/${SECRETS['the address of our sink']}`,
  };
  writeFileSync(join(folder, 'keywatch.yaml'), await configText(url));
  const system = acceleratedSystem({ clock, environment }, fakeSystem());
  const around = { system, connectors: CONNECTORS, cwd: folder };
  const open = (): Promise<Daemon> =>
    openDaemon({
      around,
      // Before any masking by the logger: not even that may be needed.
      log: (level, message, fields) => say('log', `${level} ${message} ${JSON.stringify(fields ?? {})}`),
      signal: new AbortController().signal,
      terminal: { write: (text) => say('console', text), width: 100, color: false },
      lease: (store) => takeLease(store.leases, system),
    });

  const daemon = await open();
  const leaked = github.createToken({ kind: 'classic', owner: 'anna', scopes: ['repo'] });
  const leak = { repo: 'acme/site', type: 'github_personal_access_token', title: 'GitHub token', path: 'a.sh' };
  github.leak({ ...leak, secret: SECRETS['an alert of the list'], also: ['b.sh', 'c.sh'], validity: 'active' });
  github.leak({ ...leak, secret: leaked.text, validity: 'active' });
  const other = { type: 'aws_access_key_id', title: 'Amazon AWS Access Key ID' };
  github.leak({ ...leak, ...other, secret: SECRETS['a key of another provider in an alert'] });
  clock.advance(MINUTE);
  const use = { repo: 'acme/infra', ip: '203.0.113.66', agent: 'git/2.49.0' };
  for (let times = 0; times < 5; times += 1) github.useToken(leaked, { ...use, action: 'git.clone' });
  await daemon.app.pollAll();
  await deliver(daemon);
  for (const status of [422, 403, 500]) {
    clock.advance(10 * MINUTE);
    const message = `Invalid credentials: ${SECRETS['a message of an error']}`;
    github.faults.next({}, { kind: 'error', status, message }, 4);
    await daemon.app.tick();
  }
  while (github.faults.take('GET', '/') !== undefined) continue;
  clock.advance(70 * MINUTE);
  await daemon.app.tick();
  await daemon.app.alert({ flush: true });
  // With the write-ahead log still beside the database.
  written.push(...filesBelow(folder, 'running'));
  await daemon.close();

  writeFileSync(join(folder, 'stream.json.log.gz'), gzipSync(streamText(clock.now())));
  const now = clock.now();
  const run = async (...args: string[]): Promise<string> => {
    const held: { clock: FakeClock | null } = { clock: null };
    const work = runHere(args, {
      cwd: folder,
      now,
      env: environment,
      onStart: (started) => {
        held.clock = started.clock;
      },
    });
    await held.clock?.runUntil(work);
    const { code, err, out } = await work;
    if (code === 2) throw new Error(`keywatch ${args.join(' ')}: ${err}`);
    say(`keywatch ${args.join(' ')}`, out + err);
    return out;
  };
  await run('scan', join(folder, 'stream.json.log.gz'));
  const report = await runHere(['leak', '--secret', '-', '--public'], {
    cwd: folder,
    now,
    env: environment,
    stdin: `${SECRETS['the report of a leak']}\n`,
  });
  say('keywatch leak', report.out + report.err);
  const incidents = (JSON.parse(await run('incidents', '--format', 'json')) as { incidents: { id: string }[] })
    .incidents;
  for (const { id } of incidents)
    for (const format of ['table', 'markdown', 'json', 'html']) await run('incidents', 'show', id, '--format', format);
  for (const format of ['table', 'json', 'ndjson', 'csv']) {
    await run('search', '--limit', '1000', '--format', format);
    await run('keys', '--all', '--format', format);
    await run('unparsed', '--format', format);
  }
  const echo = { kind: 'error', status: 500, message: `cannot revoke ${leaked.text}` } as const;
  for (const { id } of incidents) {
    const { hash, steps } = (JSON.parse(await run('respond', 'plan', id, '--format', 'json')) as Planned).plan;
    // A source that went blind is no credential.
    if (steps.length === 0) continue;
    github.faults.next({ path: '/credentials/revoke' }, echo);
    await run('respond', 'apply', hash, '--by', 'ana', '--irreversible', '--patience', '2m');
  }
  await run('respond', 'status', '--format', 'json');
  await run('doctor');
  for (const { body, headers } of sink.received) say('sink', `${JSON.stringify(headers)} ${body}`);
  rmSync(join(folder, 'stream.json.log.gz'));
  written.push(...filesBelow(folder, 'stopped'), ...valuesIn(join(folder, 'bytes.db')), ...(await rawRecords()));
  (SECRETS as Record<string, string>)['the token that we read with'] = reading.text;
  (SECRETS as Record<string, string>)['the token that we act with'] = acting.text;
  (SECRETS as Record<string, string>)['a token that was used after it leaked'] = leaked.text;
  await sink.close();
  await close();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Planned {
  readonly plan: { readonly hash: string; readonly steps: readonly unknown[] };
}

async function configText(base: string): Promise<string> {
  const free = await listenOnLoopback(createServer());
  await free.close();
  return `database: { path: bytes.db, raw: keep }
receiver: { enabled: true, port: ${new URL(free.url).port} }
connectors:
  github:
    base-url: ${base}
    organizations: [acme]
    token: env:READING
    webhook: { secret: env:HOOK }
    respond: { token: env:ACTING }
alerts:
  group-wait: 1s
  sinks:
    - { kind: webhook, id: hook, url: 'env:SINK', minimum-severity: info }
    - { kind: console, id: console, minimum-severity: info }
`;
}

/** A payload that has more in it than GitHub sends today, once signed well and once not. */
async function deliver(daemon: Daemon): Promise<void> {
  const receiver = await daemon.receive();
  const secret = SECRETS['a delivery of a webhook'];
  const body = JSON.stringify({
    action: 'created',
    alert: {
      number: 7,
      secret_type: 'github_personal_access_token',
      secret,
      created_at: NOW,
      resolution_comment: `it was ${secret}`,
    },
    repository: { full_name: 'acme/site', private: false, description: `remote https://${secret}@github.com` },
    organization: { login: 'acme' },
  });
  const sign = (text: string): string =>
    createHmac('sha256', SECRETS['the secret of our webhook']).update(text).digest('hex');
  for (const [guid, signature, text] of [
    ['0000aaaa-0000-0000-0000-000000000001', sign(body), body],
    ['0000aaaa-0000-0000-0000-000000000001', sign(body), body],
    ['0000aaaa-0000-0000-0000-000000000002', sign('another'), body],
    ['0000aaaa-0000-0000-0000-000000000003', sign(body.slice(0, 80)), body.slice(0, 80)],
  ] as const) {
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'secret_scanning_alert',
      'x-github-delivery': guid,
      'x-hub-signature-256': `sha256=${signature}`,
    };
    const answer = await fetch(`${receiver?.url}/hooks/github`, { method: 'POST', headers, body: text });
    say('receiver', `${answer.status} ${await answer.text()}`);
  }
  await daemon.app.tick();
  await receiver?.close();
}

function streamText(at: number): string {
  const common = { '@timestamp': at, actor: 'anna', org: 'acme', repo: 'acme/infra', actor_ip: '203.0.113.66' };
  const request = { ...common, action: 'api.request', request_method: 'POST', route: '/credentials/revoke' };
  const records = [
    { ...request, _document_id: 's1', request_body: `{"credentials":["${SECRETS['a request in a stream file']}"]}` },
    { ...request, _document_id: 's2', query_string: `?access_token=${SECRETS['an address in a stream file']}` },
    {
      ...common,
      _document_id: 's3',
      action: 'git.clone',
      user_agent: `curl ${SECRETS['a user agent in a stream file']}`,
    },
  ];
  const cut = `{"action":"git.push","token":"${SECRETS['a line that is cut off']}","org`;
  return `${records.map((record) => JSON.stringify(record)).join('\n')}\n${cut}\n`;
}

/** The sanitized copies, as `search` would show them. */
async function rawRecords(): Promise<readonly Written[]> {
  const { openDatabase } = await import('../../src/app/setup/database.ts');
  const store = await openDatabase({ path: join(folder, 'bytes.db'), cwd: '/', mustExist: true });
  const found: Written[] = [];
  for (let sequence = 1; sequence <= (await store.events.lastSequence()); sequence += 1)
    for (let position = 0; position < 20; position += 1) {
      const text = await store.events.rawRecord(sequence, position);
      if (text !== null) found.push({ where: 'raw record', bytes: Buffer.from(text) });
    }
  await store.close();
  return found;
}

describe('every byte that is written or said around a leaked token', () => {
  it('was really looked at: what is no secret is found in all of them', () => {
    const places = new Set(placesOf('acme/infra', written));
    expect([...places].filter((where) => where.startsWith('running: bytes.db')).length).toBeGreaterThan(0);
    expect(places).toContain('stopped: bytes.db');
    expect(places).toContain('raw record');
    expect(places).toContain('sink');
    expect(new Set(written.map(({ where }) => where))).toContain('running: bytes.db-wal');
    expect([...places].some((where) => where.startsWith('keywatch incidents show'))).toBe(true);
    // All that came in came through: alerts, deliveries, stream.
    const said = written.map(({ bytes }) => bytes.toString()).join('\n');
    for (const words of [
      'secret_scanning_alert.created',
      'api.request POST',
      'in 3 places',
      'not JSON',
      'leaked-key-in-use',
      'revoke-credential',
    ])
      expect(said, words).toContain(words);
    expect(said).toMatch(/cannot be read|could not be/);
    expect(placesOf(url, written).length).toBeGreaterThan(0);
  });

  it('finds a secret in whatever spelling, so that the next test can fail', () => {
    const secret = SECRETS['an alert of the list'];
    const spelled = [secret, `x${Buffer.from(`"${secret}"`).toString('base64')}`, Buffer.from(secret).toString('hex')];
    for (const text of spelled)
      expect(placesOf(secret, [{ where: 'here', bytes: Buffer.from(text) }])).toEqual(['here']);
  });

  it('holds no secret, whichever way it came', () => {
    const found = Object.entries(SECRETS).flatMap(([way, secret]) =>
      [...new Set(placesOf(secret, written))].map((where) => `${way} stands in ${where}`),
    );
    expect(found).toEqual([]);
  });
});
