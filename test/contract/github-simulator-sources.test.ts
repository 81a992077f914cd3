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

interface WorldOptions {
  readonly lateShare?: number;
  /** Id of the source. */
  readonly source?: string;
  readonly scope?: Readonly<Record<string, unknown>>;
}

/** An organisation in which a token clones repositories or leaks, and a reading token of its owner. */
async function world({
  lateShare = 0,
  scope = { organizations: ['acme'] },
  source: id = 'github.audit-log/acme',
}: WorldOptions): Promise<SourceWorld> {
  const isAlerts = id.includes('secret-scanning');
  const clock = new FakeClock(START);
  const simulated = await startSimulatedGithub({
    clock,
    seed: 'sources',
    timing: 'real',
    settings: { audit: { lateShare } },
  });
  const { github, url } = simulated;
  github.createOrg({ login: 'acme', enterprise: 'acme-inc' });
  github.createRepo({ name: 'acme/shop' });
  const reading = github.createToken({
    kind: 'classic',
    owner: 'owner',
    scopes: ['read:audit_log', 'admin:org', 'read:org', 'security_events'],
  });
  const token = github.createToken({ kind: 'classic', owner: 'ci-deploy', scopes: ['repo'] });
  const controller = new AbortController();
  const hanging = new AbortController();
  const config = GITHUB.config.parse({ 'base-url': url, token: 'env:TOKEN', ...scope });
  const reader = await GITHUB.open?.(config, {
    clock,
    log: () => undefined,
    secret: () => (hanging.signal.aborted ? new Promise(() => undefined) : Promise.resolve(new Secret(reading.text))),
    env: () => undefined,
    signal: controller.signal,
  });
  const source = (): Source => {
    const found = reader?.sources.find((one) => one.id === id);
    if (found === undefined) throw new Error('no source');
    return found;
  };
  const leaked: string[] = [];
  const leak = (): string => {
    const secret = `ghp_${String(leaked.length).padStart(36, 'x')}`;
    leaked.push(secret);
    const also = Array.from({ length: leaked.length % 3 }, (_, index) => `copy-${index}.env`);
    const title = 'GitHub Personal Access Token';
    const found = { secret, title, type: 'github_personal_access_token', path: 'prod.env', also };
    const { number } = github.leak({ repo: 'acme/shop', ...found });
    return `alert/acme/shop/${number}/open//unknown/${also.length === 0 ? '' : `/${also.length + 1}`}`;
  };
  const ids = (): readonly string[] => github.journal.entries().map(({ documentId }) => documentId.replace(/=+$/, ''));
  return {
    reading: { formats: GITHUB.formats, now: () => clock.now(), backfill: DAY, signal: controller.signal },
    source,
    happen(times) {
      if (isAlerts) {
        return Array.from({ length: times }, () => {
          clock.set(clock.now() + 1);
          return leak();
        });
      }
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
      github.faults.next(
        { path: isAlerts ? '/alerts' : '/audit-log' },
        fault === 'truncated' ? { kind: 'truncated' } : FAULTS[fault],
      ),
    hang: () => hanging.abort(),
    get secrets() {
      return [reading.text, token.text, ...leaked];
    },
    close: () => simulated.close(),
  };
}

sourceContract('audit log of the simulated GitHub', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: () => world({ lateShare: 0.02 }),
});

sourceContract('audit log of the simulated GitHub with many late events', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: () => world({ lateShare: 0.4 }),
});

sourceContract('audit log of the enterprise of the simulated GitHub', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: () =>
    world({ lateShare: 0.2, scope: { enterprise: 'acme-inc' }, source: 'github.audit-log/enterprise/acme-inc' }),
});

const ALERT_SCOPES: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  ['an organisation', 'github.secret-scanning/acme', { organizations: ['acme'] }],
  ['an enterprise', 'github.secret-scanning/enterprise/acme-inc', { enterprise: 'acme-inc' }],
  ['a repository', 'github.secret-scanning/acme/shop', { repositories: ['acme/shop'] }],
];

for (const [name, source, scope] of ALERT_SCOPES) {
  sourceContract(`secret-scanning alerts of ${name} of the simulated GitHub`, {
    hasPosition: true,
    redelivery: 0,
    manyEvents: 60,
    makeWorld: () => world({ source, scope }),
  });
}
