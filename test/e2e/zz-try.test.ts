import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { CONNECTORS } from '../../src/app/connectors.ts';
import { openDaemon } from '../../src/app/daemon.ts';
import { takeLease } from '../../src/app/lease.ts';
import { acceleratedSystem } from '../../src/cli/demo/accelerated-system.ts';
import { ManualClock } from '../../src/simulate/clock.ts';
import { startSimulatedGithub } from '../../src/simulate/github/server.ts';
import { listenOnLoopback } from '../../src/simulate/loopback.ts';
import { fakeSystem } from '../support/fake-system.ts';
it('x', async () => {
  const clock = new ManualClock('2026-11-23T12:00:00Z');
  const { close, github, url } = await startSimulatedGithub({ clock, seed: 'bytes', timing: 'prompt' });
  const folder = mkdtempSync(join(tmpdir(), 'keywatch-bytes-'));
  github.createOrg({ login: 'acme' });
  github.createRepo({ name: 'acme/site', isPublic: true });
  const reading = github.createToken({ kind: 'classic', owner: 'owner', scopes: ['read:audit_log', 'security_events'] });
  github.createHook({ on: 'acme', url: 'http://x', secret: 'hooksecret', events: ['*'] });
  const free = await listenOnLoopback(createServer()); await free.close();
  writeFileSync(join(folder, 'keywatch.yaml'), `database: { path: b.db }
receiver: { enabled: true, port: ${new URL(free.url).port} }
connectors: { github: { base-url: '${url}', organizations: [acme], token: env:READING, webhook: { secret: env:HOOK } } }
alerts: { group-wait: 1s, sinks: [{ kind: console, id: console, minimum-severity: info }] }
`);
  const system = acceleratedSystem({ clock, environment: { READING: reading.text, HOOK: 'hooksecret' } }, fakeSystem());
  const d = await openDaemon({ around: { system, connectors: CONNECTORS, cwd: folder }, log: () => undefined, signal: new AbortController().signal, terminal: { write: (t) => console.log(t), width: 100, color: false }, lease: (s) => takeLease(s.leases, system) });
  await d.app.pollAll();
  const r = await d.receive();
  const leaked = github.createToken({ kind: 'classic', owner: 'anna', scopes: ['repo'] });
  github.leak({ repo: 'acme/site', type: 'github_personal_access_token', title: 'GitHub token', path: 'a.sh', secret: leaked.text });
  for (const x of github.deliveries) console.log(x.event, (await fetch(`${r?.url}/hooks/github`, { method: 'POST', headers: x.headers, body: x.body })).status);
  await new Promise((z) => setTimeout(z, 1500));
  for (const i of await d.store.incidents.list({})) console.log('A', i.id, i.title, i.subject, i.credentials);
  clock.advance(180_000); await d.app.tick();
  for (const i of await d.store.incidents.list({})) console.log('B', i.id, i.title, i.subject, i.credentials);
  await r?.close(); await d.close(); await close();
}, 60_000);
