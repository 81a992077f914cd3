import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/app/setup/database.ts';
import { rememberSources } from '../../src/app/watch/known-sources.ts';
import { tryLease } from '../../src/app/watch/lease.ts';
import type { Source } from '../../src/core/connector.ts';
import type { Store } from '../../src/core/ports.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { fakeSystem } from '../support/fake-system.ts';
import { HERE_NOW, runHere } from '../support/run-here.ts';
import { useTempFolders } from '../support/temp-folder.ts';
import { trailFile, trailRecord } from '../support/trail-records.ts';

const folders = useTempFolders();
const opened: Store[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

async function storeIn(cwd: string): Promise<Store> {
  const store = await openDatabase({ path: 'keywatch.db', cwd, mustExist: false });
  opened.push(store);
  return store;
}

const SOURCE: Source = {
  id: 'acme.log/1',
  title: 'Acme log of account 1',
  provider: 'acme',
  account: '1',
  lag: 0,
  retention: null,
  every: 10 * MINUTE,
  budget: { name: 'acme', minInterval: 0 },
  blindSpots: ['what Acme does not log'],
  poll: () => Promise.reject(new Error('not polled here')),
};

async function watchedSince(cwd: string, minutes: number): Promise<Store> {
  const store = await storeIn(cwd);
  await rememberSources(store, [SOURCE], HOUR, HERE_NOW);
  await store.events.saveCursor({ source: SOURCE.id, cursor: { v: 1 }, observedThrough: HERE_NOW - minutes * MINUTE });
  await store.schedules.setLastRun(`poll:${SOURCE.id}`, HERE_NOW - minutes * MINUTE);
  return store;
}

describe('keywatch doctor', () => {
  it('is content with a fresh folder, and says what is missing', async () => {
    const { code, out } = await runHere(['doctor'], { cwd: folders() });
    expect(code).toBe(0);
    expect(out).toMatch(
      /warn {2}file: there is no .*keywatch\.yaml; the defaults hold\n {8}= try Write one with `keywatch init`/,
    );
    expect(out).toContain('is not there yet: the first scan or run makes it');
    expect(out).toMatch(/1 warning\.\n$/);
  });

  it('tells what the database holds and what in it could not be read', async () => {
    const cwd = folders();
    writeFileSync(join(cwd, 'a.json'), trailFile([trailRecord(), { nonsense: true }]));
    await runHere(['scan', join(cwd, 'a.json'), '--workers', '1'], { cwd });
    const { code, out } = await runHere(['doctor'], { cwd });
    expect(code).toBe(0);
    expect(out).toMatch(/ok {4}file: .*keywatch\.db, \d\.\d MB, schema \d+\n/);
    expect(out).toContain('content: 1 event, 2024-06-03T12:00:');
    expect(out).toContain('integrity: sound');
    expect(out).toMatch(/blind unparsed: 1 record could not be read: 1 x /);
  });

  it('fails for a damaged database', async () => {
    const cwd = folders();
    await storeIn(cwd).then((store) => store.close());
    opened.length = 0;
    const file = join(cwd, 'keywatch.db');
    const bytes = readFileSync(file);
    bytes.fill(0x58, 4096, Math.min(bytes.length, 40_960));
    writeFileSync(file, bytes);
    const { code, out } = await runHere(['doctor'], { cwd });
    expect(code).toBe(1);
    expect(out).toContain('FAIL');
    expect(out).toMatch(/\d must be put right/);
    expect(out).not.toContain('    at ');
  });

  it('says how far each source was read, and what it never shows', async () => {
    const cwd = folders();
    await watchedSince(cwd, 5);
    const { out } = await runHere(['doctor'], { cwd });
    expect(out).toContain(
      'ok    Acme log of account 1: read from 2024-06-03T19:00:00Z to 2024-06-03T19:55:00Z, last asked 5m ago',
    );
    expect(out).toContain('blind never visible: what Acme does not log');
    const late = await runHere(['doctor'], { cwd, now: HERE_NOW + 2 * HOUR });
    expect(late.out).toContain(
      'warn  Acme log of account 1: read from 2024-06-03T19:00:00Z to 2024-06-03T19:55:00Z, last asked 2h5m ago, though it is due every 10m',
    );
  });

  it('names references that lead nowhere, and sinks that do not answer, without showing addresses', async () => {
    const cwd = folders();
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const config = [
      'alerts:',
      '  sinks:',
      ...['GOOD', 'GONE', 'UNSET'].flatMap((name) => [
        `    - kind: webhook`,
        `      id: ${name.toLowerCase()}`,
        `      url: env:${name}`,
      ]),
    ];
    writeFileSync(join(cwd, 'keywatch.yaml'), `${config.join('\n')}\n`);
    const env = { GOOD: `http://127.0.0.1:${port}/hook/pass-word`, GONE: 'http://127.0.0.1:1/hook/pass-word' };
    try {
      const { code, out } = await runHere(['doctor'], { cwd, env });
      expect(code).toBe(1);
      expect(out).toContain(`ok    webhook good: tells what is low or worse; 127.0.0.1:${port} answers`);
      expect(out).toMatch(/FAIL {2}webhook gone: 127\.0\.0\.1:1 cannot be reached: ECONNREFUSED/);
      expect(out).toMatch(/FAIL {2}webhook unset: environment variable UNSET is not set/);
      expect(out).toMatch(/warn {2}line \d+: alerts\.sinks\[2\]\.url/);
      expect(out).not.toContain('pass-word');
      expect((await runHere(['doctor', '--offline'], { cwd, env })).code).toBe(0);
    } finally {
      server.close();
    }
  });

  it('gives programs the same, with a section for each', async () => {
    const { out } = await runHere(['doctor', '--offline', '--format', 'json'], { cwd: folders() });
    const { checks } = JSON.parse(out) as { checks: { section: string; status: string }[] };
    expect(new Set(checks.map(({ section }) => section))).toEqual(new Set(['Configuration', 'Database', 'Rules']));
  });
});

describe('keywatch doctor --health', () => {
  it('fails where nobody works, also where there is no database', async () => {
    const cwd = folders();
    expect((await runHere(['doctor', '--health'], { cwd })).code).not.toBe(0);
    await watchedSince(cwd, 1);
    expect(await runHere(['doctor', '--health'], { cwd })).toMatchObject({
      code: 1,
      out: 'daemon: no daemon works on the database\n',
    });
  });

  it('is content while the daemon gets round to its sources, and fails when it does not', async () => {
    const cwd = folders();
    const store = await watchedSince(cwd, 25);
    await tryLease(store.leases, fakeSystem({ start: HERE_NOW + MINUTE }));
    expect(await runHere(['doctor', '--health'], { cwd })).toMatchObject({
      code: 0,
      out: 'daemon: at work, and its sources are read\n',
    });
    await store.schedules.setLastRun(`poll:${SOURCE.id}`, HERE_NOW - 31 * MINUTE);
    expect(await runHere(['doctor', '--health'], { cwd })).toMatchObject({
      code: 1,
      out: 'daemon: no source was read for 31m\n',
    });
  });
});
