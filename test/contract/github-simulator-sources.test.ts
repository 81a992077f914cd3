import { GITHUB } from '../../connectors/github/index.ts';
import type { Source } from '../../src/core/connector.ts';
import { Secret } from '../../src/core/secret.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';
import type { Fault } from '../../src/simulate/github/faults.ts';
import { startSimulatedGithub } from '../../src/simulate/github/server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type SourceFault, type SourceWorld, sourceContract } from './source.contract.ts';

const START = Date.UTC(2026, 2, 2, 9);

const FAULTS: Readonly<Record<Exclude<SourceFault, 'truncated'>, Fault>> = {
  throttled: { kind: 'secondary-limit', retryAfterSeconds: 30 },
  'server error': { kind: 'error', status: 502 },
  reset: { kind: 'reset-before' },
  'web page instead of an answer': { kind: 'html', status: 200 },
};

/** An organisation in which a token clones repositories, and a reading token of its owner. */
async function world(lateShare: number): Promise<SourceWorld> {
  const clock = new FakeClock(START);
  const simulated = await startSimulatedGithub({
    clock,
    seed: 'sources',
    timing: 'real',
    settings: { audit: { lateShare } },
  });
  const { github, url } = simulated;
  github.createOrg({ login: 'acme' });
  github.createRepo({ name: 'acme/shop' });
  const reading = github.createToken({
    kind: 'classic',
    owner: 'owner',
    scopes: ['read:audit_log', 'admin:org', 'read:org'],
  });
  const token = github.createToken({ kind: 'classic', owner: 'ci-deploy', scopes: ['repo'] });
  const controller = new AbortController();
  const hanging = new AbortController();
  const config = GITHUB.config.parse({ 'base-url': url, token: 'env:TOKEN', organizations: ['acme'] });
  const reader = await GITHUB.open?.(config, {
    clock,
    log: () => undefined,
    secret: () => (hanging.signal.aborted ? new Promise(() => undefined) : Promise.resolve(new Secret(reading.text))),
    env: () => undefined,
    signal: controller.signal,
  });
  const source = (): Source => {
    const found = reader?.sources.find(({ id }) => id === 'github.audit-log/acme');
    if (found === undefined) throw new Error('no source');
    return found;
  };
  const ids = (): readonly string[] => github.journal.entries().map(({ documentId }) => documentId.replace(/=+$/, ''));
  return {
    reading: { formats: GITHUB.formats, now: () => clock.now(), backfill: DAY, signal: controller.signal },
    source,
    happen(times) {
      const before = ids().length;
      for (let at = 0; at < times; at += 1) {
        clock.set(clock.now() + 1);
        github.useToken(token, { action: 'git.clone', repo: 'acme/shop', ip: '198.51.100.7', agent: 'git/2.49.0' });
      }
      return ids().slice(before);
    },
    advance: (ms) => clock.set(clock.now() + ms),
    settle: () => clock.set(clock.now() + 25 * MINUTE),
    fail: (fault) =>
      github.faults.next({ path: '/audit-log' }, fault === 'truncated' ? { kind: 'truncated' } : FAULTS[fault]),
    hang: () => hanging.abort(),
    secrets: [reading.text, token.text],
    close: () => simulated.close(),
  };
}

sourceContract('audit log of the simulated GitHub', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: () => world(0.02),
});

sourceContract('audit log of the simulated GitHub with many late events', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: () => world(0.4),
});
