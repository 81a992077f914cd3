import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { DAY, HOUR, MINUTE } from '../../../src/core/time.ts';
import { acme } from '../../support/acme.ts';
import { complaints, load, loaded } from './load-text.ts';

describe('loadConfig', () => {
  it('takes an empty file for a configuration with every default', async () => {
    const config = await loaded('');

    expect(config.database.path).toBe('/etc/keywatch/keywatch.db');
    expect(config.connectors).toEqual({});
    expect(config.alerts.sinks).toEqual([
      { kind: 'console', id: 'console', minSeverity: 'low', pages: true, digests: true },
    ]);
    expect(await loaded('# nothing but a comment')).toEqual(config);
  });

  it('reads every section', async () => {
    const config = await loaded(
      `
database: { path: data/k.db, fingerprint-key: /var/lib/k.key, raw: keep, retention: 400d }
connectors:
  acme: { api-key: env:ACME_KEY, every: 2m, own: [198.51.100.9/24] }
credentials:
  - match: acme:ACMEID*
    name: ci deploy
    owner: platform team
    networks: [198.51.100.0/24, '2001:DB8::/32']
    availability-first: true
    protected: true
    consumers: [{ store: acme, target: ci/deploy, reload: restart the runner }]
schedule: { backfill: 30d, inventory: 2h, polls: [{ source: 'acme.audit/*', every: 1m }] }
detection: { own-networks: [198.51.100.7/24], disabled-rules: [a], rule-folders: [rules], network-databases: [geo.mmdb] }
alerts:
  group-wait: 20s
  group-interval: 10m
  repeat-interval: 6h
  digest-wait: 2h
  timeout: 5s
  sinks:
    - { kind: webhook, id: siem, url: file:siem-url, signing-secret: env:SIGN, minimum-severity: high, pages: false }
    - { kind: slack, id: chat, url: env:SLACK, digests: false }
  silences:
    - { id: s1, credential: 'acme:*', until: 2026-12-01, owner: ada, reason: migration }
log: { level: debug, format: json }
`,
    );

    expect(config).toMatchObject({
      database: {
        path: '/etc/keywatch/data/k.db',
        fingerprintKey: '/var/lib/k.key',
        raw: 'keep',
        retention: 400 * DAY,
      },
      connectors: {
        acme: {
          'api-key': { kind: 'secret-ref', reference: 'env:ACME_KEY' },
          every: 2 * MINUTE,
          own: ['198.51.100.0/24'],
        },
      },
      credentials: [
        {
          match: 'acme:ACMEID*',
          name: 'ci deploy',
          owner: 'platform team',
          networks: ['198.51.100.0/24', '2001:db8::/32'],
          availabilityFirst: true,
          protected: true,
          consumers: [{ store: 'acme', target: 'ci/deploy', reload: 'restart the runner' }],
        },
      ],
      schedule: { backfill: 30 * DAY, inventory: 2 * HOUR, polls: [{ source: 'acme.audit/*', every: MINUTE }] },
      detection: {
        disabledRules: ['a'],
        ruleFolders: ['/etc/keywatch/rules'],
        networkDatabases: ['/etc/keywatch/geo.mmdb'],
        ownNetworks: ['198.51.100.0/24'],
      },
      alerts: {
        groupWait: 20_000,
        groupInterval: 10 * MINUTE,
        repeatInterval: 6 * HOUR,
        digestWait: 2 * HOUR,
        timeout: 5000,
        sinks: [
          {
            kind: 'webhook',
            id: 'siem',
            minSeverity: 'high',
            pages: false,
            digests: true,
            signingSecret: { reference: 'env:SIGN' },
          },
          { kind: 'slack', id: 'chat', url: { reference: 'env:SLACK' }, pages: true, digests: false },
        ],
        silences: [
          { id: 's1', credential: 'acme:*', from: 0, until: Date.UTC(2026, 11, 1), owner: 'ada', reason: 'migration' },
        ],
      },
      log: { level: 'debug', format: 'json' },
    });
  });

  it('names a binding after its pattern when nobody gave it a name', async () => {
    const config = await loaded('credentials: [{ match: ACMEID1 }]');

    expect(config.credentials[0]).toEqual({
      match: 'ACMEID1',
      name: 'ACMEID1',
      owner: '',
      networks: [],
      availabilityFirst: false,
      protected: false,
      consumers: [],
    });
  });

  it('leaves out connectors that are not written', async () => {
    expect(Object.keys((await loaded('connectors: { acme: { api-key: env:X } }')).connectors)).toEqual(['acme']);
  });

  it('tells everything that is wrong at once, in order and in place', async () => {
    const text = `connectors:
  acme:
    every: often
    wait: 5m
databse: {}
alerts:
  sinks:
    - { kind: slak, id: a }
    - { kind: slack, id: Bad Name, url: env:X }
    - kind: slack
      id: b
log:
  level: loud
credentials:
  - { match: acmee:x, consumers: [{ store: other, target: x }] }
  - { match: acmee:x, networks: [10.0.0.0/33] }
`;

    expect(await complaints(text)).toEqual([
      'k.yaml:3:5: connectors.acme.api-key is required',
      'k.yaml:3:12: connectors.acme.every must be a duration such as 90s, 30m, 12h or 90d',
      'k.yaml:4:5: connectors.acme.wait is not a known key (known here: api-key, every, own, pair)',
      'k.yaml:5:1: databse is not a known key (did you mean database?)',
      'k.yaml:8:15: alerts.sinks[0].kind must be one of console, slack, webhook',
      'k.yaml:9:26: alerts.sinks[1].id must be lower-case letters, digits and dashes',
      'k.yaml:10:7: alerts.sinks[2].url is required',
      'k.yaml:13:10: log.level must be one of debug, info, warn, error',
      'k.yaml:16:34: credentials[1].networks[0] must be an address or a CIDR block such as 198.51.100.0/24',
    ]);
  });

  it('also finds what only the whole file shows, even beside errors in other sections', async () => {
    const text = `connectors: { acme: { api-key: env:X, nonsense: 1 } }
credentials:
  - { match: acmee:x, consumers: [{ store: acm, target: x }] }
  - { match: acmee:x, consumers: [{ store: acme, target: x }] }
alerts:
  sinks:
    - { kind: console, id: same }
    - { kind: console, id: same }
`;

    expect(await complaints(text)).toEqual([
      'k.yaml:1:39: connectors.acme.nonsense is not a known key (known here: api-key, every, own, pair)',
      'k.yaml:3:14: credentials[0].match names a provider that there is no connector for (did you mean acme?)',
      'k.yaml:3:44: credentials[0].consumers[0].store is not among the connectors of this file (did you mean acme?)',
      'k.yaml:4:14: credentials[1].match stands in an earlier entry',
      'k.yaml:4:14: credentials[1].match names a provider that there is no connector for (did you mean acme?)',
      'k.yaml:8:28: alerts.sinks[1].id is the name of an earlier sink',
    ]);
  });

  it.each([
    ['- a list', 'k.yaml:1:1: must be a section with keys of its own'],
    ['just words', 'k.yaml:1:1: must be a section with keys of its own'],
    ['log: {level: info', 'k.yaml:1:18: is indented wrongly, or a bracket before it is not closed'],
    ['log: "x', 'k.yaml:1:8: a quote, bracket or colon is missing'],
    ['log: {}\nlog: {}', 'k.yaml:2:1: the same key stands here twice'],
    ['log: {}\n---\nlog: {}', 'k.yaml:2:1: a second document starts here; one is expected'],
    ['log: *nowhere', 'k.yaml:1:6: refers to an anchor that does not stand before it'],
    ['log: &a [1, { level: *a }]', 'k.yaml:1:22: refers to what it is a part of'],
    ['log: 5', 'k.yaml:1:6: log must be a section with keys of its own'],
    ['credentials: {}', 'k.yaml:1:14: credentials must be a list'],
    ['credentials: [{ match: "" }]', 'k.yaml:1:24: credentials[0].match must not be empty'],
    ['credentials: [{ match: 5 }]', 'k.yaml:1:24: credentials[0].match must be text (put it in quotes)'],
    ['credentials: [{ match: x, protected: yes }]', 'k.yaml:1:38: credentials[0].protected must be true or false'],
    [
      'database: { retention: soon }',
      'k.yaml:1:24: database.retention must be forever, or must be a duration such as 90s, 30m, 12h or 90d',
    ],
    ['schedule: { polls: [{ source: x, every: 1s }] }', 'k.yaml:1:41: schedule.polls[0].every is too short'],
    [
      'alerts: { silences: [{ id: x, until: 2026-12-01, owner: a, reason: b }] }',
      'k.yaml:1:22: alerts.silences[0] would mute everything: name an incident, credential, detector, account or provider',
    ],
  ])('%j: %s', async (text, complaint) => {
    expect(await complaints(text)).toEqual([complaint]);
  });

  it('lets no explosion of aliases use up the memory', async () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const items =
        level === 0
          ? '"x"'
          : Array(10)
              .fill(`*a${String(level - 1)}`)
              .join(', ');
      return `a${String(level)}: &a${String(level)} [${items}]`;
    });

    expect((await load(levels.join('\n'))).kind).toBe('invalid');
  });

  it('looks at no secret when it is given no way to', async () => {
    const result = await loadConfig('connectors: { acme: { api-key: env:X } }', 'k.yaml', { connectors: [acme] });

    expect(result).toMatchObject({ kind: 'ok', warnings: [] });
  });
});
