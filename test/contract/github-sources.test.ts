import { GITHUB } from '../../connectors/github/index.ts';
import { Secret } from '../../src/core/secret.ts';
import { DAY, MINUTE, SECOND } from '../../src/core/time.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeGitHub } from '../support/fake-github.ts';
import { type SourceWorld, sourceContract } from './source.contract.ts';

const START = Date.UTC(2026, 2, 2, 9);
const OUR_TOKEN = ['ghp', 'a'.repeat(30) + '0'.repeat(6)].join('_');

async function world(
  settings: Readonly<Record<string, unknown>>,
  source: string,
): Promise<SourceWorld & { readonly github: FakeGitHub }> {
  const clock = new FakeClock(START);
  let count = 0;
  const github = await new FakeGitHub(() => clock.now()).start();
  const config = GITHUB.config.parse({ 'base-url': github.url, token: 'env:TOKEN', ...settings });
  const signal = new AbortController().signal;
  const reader = await GITHUB.open?.(config, {
    clock,
    log: () => undefined,
    secret: () => Promise.resolve(new Secret(OUR_TOKEN)),
    env: () => undefined,
    signal,
  });
  const find = (): NonNullable<typeof reader>['sources'][number] => {
    const found = reader?.sources.find(({ id }) => id === source);
    if (found === undefined) throw new Error(`no source ${source}`);
    return found;
  };
  const isAlerts = source.includes('secret-scanning');
  return {
    github,
    reading: { formats: GITHUB.formats, now: () => clock.now(), backfill: DAY, signal },
    source: find,
    happen(times) {
      return Array.from({ length: times }, () => {
        count += 1;
        clock.set(clock.now() + 1);
        return isAlerts ? anAlert(github, count, clock.now()) : aClone(github, count, clock.now());
      });
    },
    advance: (ms) => clock.set(clock.now() + ms),
    settle: () => clock.set(clock.now() + (isAlerts ? SECOND : 25 * MINUTE)),
    fail: (fault) => github.fail(fault),
    hang: () => {
      github.hanging = true;
    },
    secrets: [OUR_TOKEN],
    close: () => github.close(),
  };
}

/** Every second one can be read only 20 minutes after it happened. */
function aClone(github: FakeGitHub, number: number, at: number): string {
  const id = `doc-${number}`;
  const fields = { action: 'git.clone', actor: 'ci-deploy', org: 'acme', repo: `acme/code-${number}` };
  github.records.push({ id, at, visibleAt: number % 2 === 0 ? at : at + 20 * MINUTE, fields });
  return id;
}

function anAlert(github: FakeGitHub, number: number, at: number): string {
  const time = new Date(at).toISOString();
  github.alerts.push({
    number,
    created_at: time,
    updated_at: time,
    html_url: `https://github.com/acme/shop/security/secret-scanning/${number}`,
    state: 'open',
    resolution: null,
    validity: 'unknown',
    secret_type: 'custom',
  });
  return `alert/acme/shop/${number}/open//unknown/`;
}

sourceContract('audit log of an organisation', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: () => world({ organizations: ['acme'] }, 'github.audit-log/acme'),
});

sourceContract('audit log of an enterprise', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: () => world({ enterprise: 'acme-inc' }, 'github.audit-log/enterprise/acme-inc'),
});

sourceContract('secret-scanning alerts of an organisation', {
  hasPosition: true,
  redelivery: 0,
  manyEvents: 120,
  makeWorld: () => world({ organizations: ['acme'] }, 'github.secret-scanning/acme'),
});
