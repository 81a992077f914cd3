import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/app/setup/connectors.ts';
import { type Daemon, openDaemon } from '../../src/app/watch/daemon.ts';
import { takeLease } from '../../src/app/watch/lease.ts';
import { acceleratedSystem } from '../../src/cli/demo/accelerated-system.ts';
import { SECOND } from '../../src/core/time.ts';
import { ManualClock } from '../../src/simulate/clock.ts';
import { hexHash } from '../../src/simulate/github/ids.ts';
import { type SimulatedGithub, startSimulatedGithub } from '../../src/simulate/github/server.ts';
import { listenOnLoopback } from '../../src/simulate/loopback.ts';
import { fakeSystem } from '../support/fake-system.ts';

const SECRET = 'signs the deliveries';

let clock: ManualClock;
let simulated: SimulatedGithub;
let daemon: Daemon;
let receiver: Awaited<ReturnType<Daemon['receive']>>;
let folder = '';
const polled: string[] = [];

/** An organisation watched by the whole daemon, to which its webhook leads. */
beforeEach(async () => {
  clock = new ManualClock('2026-11-23T12:00:00Z');
  simulated = await startSimulatedGithub({ clock, seed: 'wakes', timing: 'prompt' });
  const { github, url } = simulated;
  github.createOrg({ login: 'acme' });
  github.createRepo({ name: 'acme/site', isPublic: true });
  github.createHook({ on: 'acme', url: 'http://127.0.0.1/', secret: SECRET, events: ['*'] });
  const reading = github.createToken({
    kind: 'classic',
    owner: 'owner',
    scopes: ['read:audit_log', 'security_events'],
  });
  folder = mkdtempSync(join(tmpdir(), 'keywatch-wakes-'));
  const free = await listenOnLoopback(createServer());
  await free.close();
  writeFileSync(
    join(folder, 'keywatch.yaml'),
    `database: { path: wakes.db }
receiver: { enabled: true, port: ${new URL(free.url).port} }
connectors:
  github:
    base-url: ${url}
    organizations: [acme]
    token: env:READING
    webhook: { secret: env:HOOK }
alerts: { sinks: [] }
`,
  );
  const environment = { READING: reading.text, HOOK: SECRET };
  const system = acceleratedSystem({ clock, environment }, fakeSystem());
  daemon = await openDaemon({
    around: { system, connectors: CONNECTORS, cwd: folder },
    log: () => undefined,
    signal: new AbortController().signal,
    terminal: { write: () => undefined, width: 100, color: false },
    lease: (store) => takeLease(store.leases, system),
    onPage: ({ id }) => polled.push(id),
  });
  await daemon.app.tick();
  receiver = await daemon.receive();
  clock.advance(5 * SECOND);
  polled.length = 0;
});
afterEach(async () => {
  await receiver?.close();
  await daemon.close();
  await simulated.close();
  rmSync(folder, { recursive: true, force: true });
});

const leak = (secret: string): void => {
  const found = { type: 'github_personal_access_token', title: 'GitHub token', path: 'a.sh', secret };
  simulated.github.leak({ repo: 'acme/site', ...found });
};
async function deliver(): Promise<void> {
  for (const { body, headers } of simulated.github.deliveries)
    await fetch(`${receiver?.url}/hooks/github`, { method: 'POST', headers, body });
}
const polls = (): number => polled.filter((id) => id === 'github.secret-scanning/acme').length;

describe('a leak that a webhook tells of', () => {
  it('is an incident of the token that leaked a second later, and of nothing else', async () => {
    const token = simulated.github.createToken({ kind: 'classic', owner: 'anna', scopes: ['repo'] });
    leak(token.text);
    await deliver();
    clock.advance(SECOND);
    await daemon.app.tick();
    expect(polled).toEqual(['github.secret-scanning/acme']);
    const incidents = await daemon.store.incidents.list({});
    expect(incidents.map(({ subject }) => subject)).toEqual([
      { kind: 'credential', id: `github:${hexHash(token.text)}` },
    ]);
    const told = (await daemon.store.events.search({}, { limit: 10 })).rows.map(({ action }) => action);
    expect(told).toEqual(expect.arrayContaining(['secret_scanning_alert.created', 'secret_scanning_alert.open']));
  });

  it('makes one poll in five seconds, however many deliveries come, and misses none', async () => {
    for (let second = 0; second < 20; second += 1) {
      leak(`ghp_${String(second).padStart(36, 'x')}`);
      await deliver();
      await daemon.app.tick();
      clock.advance(SECOND);
    }
    expect(polls()).toBe(4);
    clock.advance(5 * SECOND);
    await daemon.app.tick();
    expect(polls()).toBe(5);
    expect(await daemon.store.incidents.list({})).toHaveLength(20);
    clock.advance(5 * SECOND);
    await daemon.app.tick();
    expect(polls()).toBe(5);
  });

  it('is blindness, said at once, where the alert itself is closed to us', async () => {
    simulated.github.faults.deny('secret_scanning_alerts:read');
    leak(`ghp_${'x'.repeat(36)}`);
    await deliver();
    clock.advance(SECOND);
    await daemon.app.tick();
    const [incident] = await daemon.store.incidents.list({});
    expect(incident?.subject.kind).toBe('source');
    expect(incident?.findings[0]?.reason).toContain('secret-scanning alerts of acme cannot be read');
  });
});
