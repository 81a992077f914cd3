import { describe, expect, it } from 'vitest';
import { GITHUB } from '../../../../connectors/github/index.ts';
import { loggedHash } from '../../../../connectors/github/records/token-hash.ts';
import { decode } from '../../../../src/collect/decode.ts';
import type { Incident } from '../../../../src/core/incident.ts';
import { DAY, HOUR, MINUTE } from '../../../../src/core/time.ts';
import { createEngine } from '../../../../src/detect/engine.ts';
import { loadRules } from '../../../../src/detect/sigma/load.ts';
import { ROOT } from '../../../support/source-files.ts';
import { storyNetworks } from '../../detect/support/story.ts';
import { AT, record } from './records.ts';

type Fields = Readonly<Record<string, unknown>>;

const { loaded, rules } = await loadRules([`${ROOT}/rules`], [], GITHUB.formats);
const BROWSER = { hashed_token: undefined, programmatic_access_type: undefined, token_id: undefined };
const AWAY = '203.0.113.66';

let serial = 0;
const at = (after: number, fields: Fields): Fields => {
  serial += 1;
  return record({ '@timestamp': AT + after, _document_id: `doc-${serial}`, ...fields });
};
const times = (count: number, make: (index: number) => Fields): readonly Fields[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** What the records lead to, through decoder, rules and detectors as they are shipped. */
function played(records: readonly Fields[]): {
  readonly found: readonly string[];
  readonly incidents: readonly Incident[];
} {
  const bytes = Buffer.from(records.map((one) => JSON.stringify(one)).join('\n'));
  const match = (format: string, one: unknown) => rules.match(format, one);
  const batch = decode(
    { source: 'test', place: 'test', bytes, format: null },
    { formats: GITHUB.formats, match, keepRaw: false },
  );
  const engine = createEngine({ networks: storyNetworks, rules: loaded });
  engine.accept({ sequence: 1, seenAt: AT + HOUR, batch, fresh: new Uint8Array(batch.size).fill(1) });
  const { findings, incidents } = engine.advance('all');
  return { found: findings.map(({ detector, severity }) => `${detector} ${severity}`), incidents };
}

/** Three weeks of a token that fetches one repository from one network. */
const WORK = times(63, (index) => at(-21 * DAY + index * 8 * HOUR, { action: 'git.fetch' }));
const job = (after: number, workflow: string, secrets: readonly string[] = ['NPM_TOKEN']): Fields =>
  at(after, {
    ...BROWSER,
    action: 'workflows.prepared_workflow_job',
    job_name: 'build',
    job_workflow_ref: `acme/shop/.github/workflows/${workflow}@refs/heads/main`,
    secrets_passed: secrets,
  });
const JOBS = times(8, (index) => job(-8 * DAY + index * DAY, 'release.yml'));
const alert = (fields: Fields): Fields => ({
  number: 7,
  created_at: new Date(AT).toISOString(),
  state: 'open',
  secret_type: 'acme_api_key',
  secret_type_display_name: 'Acme API Key',
  repository: { full_name: 'acme/shop', private: true },
  validity: 'unknown',
  ...fields,
});
const hook = (after: number, url: string, fields: Fields = BROWSER): Fields =>
  at(after, { action: 'hook.create', hook_id: after, config: { url }, ...fields });

interface Case {
  readonly name: string;
  readonly records: readonly Fields[];
  readonly expects: readonly string[];
  readonly never?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: '49 an alert in the log',
    records: [at(0, { ...BROWSER, action: 'secret_scanning_alert.create' })],
    expects: ['github-secret-exposed medium'],
  },
  { name: '49 an alert of the API', records: [alert({})], expects: ['credential-exposed high'] },
  {
    name: '49 a key that works, in public',
    records: [alert({ validity: 'active', publicly_leaked: true })],
    expects: ['credential-exposed high', 'provider-signal critical'],
  },
  {
    name: '49 a key that works no more',
    records: [alert({ validity: 'inactive' })],
    expects: ['credential-exposed low'],
  },
  { name: '49 a value for tests', records: [alert({ state: 'resolved', resolution: 'used_in_tests' })], expects: [] },
  {
    name: '49 a resolved alert',
    records: [at(0, { ...BROWSER, action: 'secret_scanning_alert.resolve' })],
    expects: [],
  },
  {
    name: '50 push protection bypassed',
    records: [at(0, { ...BROWSER, action: 'secret_scanning_push_protection.bypass' })],
    expects: ['github-push-protection-bypassed medium'],
  },
  {
    name: '50 with a key that works',
    records: [alert({ push_protection_bypassed: true, validity: 'active' })],
    expects: ['credential-exposed high', 'provider-signal high'],
  },
  {
    name: '50 a request that was denied',
    records: [at(0, { ...BROWSER, action: 'secret_scanning_push_protection_request.deny' })],
    expects: [],
  },
  {
    name: '51 secret scanning off in a browser',
    records: [at(0, { ...BROWSER, action: 'repository_secret_scanning.disable' })],
    expects: ['github-secret-defence-off high'],
    never: ['github-secret-defence-off-by-token medium'],
  },
  {
    name: '51 secret scanning off by token',
    records: [at(0, { action: 'repository_secret_scanning.disable' })],
    expects: ['github-secret-defence-off high', 'github-secret-defence-off-by-token medium'],
  },
  { name: '51 secret scanning on', records: [at(0, { action: 'repository_secret_scanning.enable' })], expects: [] },
  {
    name: '52 everything about a token is new',
    records: [
      ...WORK,
      at(0, { actor_ip: AWAY, user_agent: 'python-requests/2.32', repository: 'acme/payroll', repo: 'acme/payroll' }),
    ],
    expects: [
      'first-country-for-key low',
      'first-network-for-key medium',
      'first-place-for-key low',
      'first-sensitive-action-for-key low',
      'first-tool-for-key low',
    ],
  },
  {
    name: '52 a new repository alone',
    records: [...WORK, at(0, { action: 'git.fetch', repository: 'acme/payroll' })],
    expects: ['first-place-for-key low'],
  },
  { name: '52 nothing new', records: [...WORK, at(0, { action: 'git.fetch' })], expects: [] },
  {
    name: '53 ten private repositories in a minute',
    records: times(10, (index) => at(index * 1000, { repository: `acme/code-${index}` })),
    expects: ['clone-storm high'],
  },
  {
    name: '53 ten public ones',
    records: times(10, (index) => at(index * 1000, { repository: `acme/code-${index}`, repository_public: true })),
    expects: [],
  },
  {
    name: '53 ten over two hours',
    records: times(10, (index) => at(-2 * HOUR + index * 12 * MINUTE, { repository: `acme/code-${index}` })),
    expects: [],
  },
  {
    name: '54 a grant, then clones',
    records: [
      at(0, {
        ...BROWSER,
        token_id: 4711,
        action: 'personal_access_token.access_granted',
        actor: 'owner',
        user: 'dev',
      }),
      ...times(6, (index) => at(5 * MINUTE + index * 1000, { repository: `acme/code-${index}` })),
    ],
    expects: ['fresh-credential-copies high'],
  },
  {
    name: '55 a package tool pushes',
    records: [at(0, { action: 'git.push', user_agent: 'npm/11.2.0 node/v24.1.0 linux x64' })],
    expects: ['github-package-tool-writes high'],
  },
  {
    name: '55 a package tool fetches',
    records: [at(0, { action: 'git.fetch', user_agent: 'npm/11.2.0 node/v24.1.0 linux x64' })],
    expects: [],
  },
  {
    name: '56 one private repository made public',
    records: [at(0, { ...BROWSER, action: 'repo.access', visibility: 'public', previous_visibility: 'private' })],
    expects: ['github-made-public high'],
    never: ['github-made-public-burst critical'],
  },
  {
    name: '56 three of them',
    records: times(3, (index) =>
      at(index * MINUTE, { ...BROWSER, action: 'repo.access', visibility: 'public', repo: `acme/r${index}` }),
    ),
    expects: [
      'github-made-public high',
      'github-made-public high',
      'github-made-public high',
      'github-made-public-burst critical',
    ],
  },
  {
    name: '56 a repository as worms make them',
    records: [at(0, { action: 'repo.create', visibility: 'public', repo: 'dev/Shai-Hulud' })],
    expects: ['github-worm-repository critical'],
  },
  {
    name: '56 one made private',
    records: [at(0, { ...BROWSER, action: 'repo.access', visibility: 'private' })],
    expects: [],
  },
  {
    name: '57 a deploy key by token',
    records: [at(0, { action: 'public_key.create', fingerprint: 'SHA256:x', title: 'backup' })],
    expects: ['github-durable-access-by-token medium'],
  },
  {
    name: '57 a deploy key in a browser',
    records: [at(0, { ...BROWSER, action: 'public_key.create', title: 'b' })],
    expects: [],
  },
  {
    name: '57 a webhook to a host never seen',
    records: [
      ...times(4, (index) => hook(-9 * DAY + index * HOUR, 'https://ci.example.com/in')),
      hook(0, 'https://drop.example.net/x'),
    ],
    expects: ['github-webhook-to-new-host medium'],
  },
  {
    name: '57 a webhook to a host seen before',
    records: times(5, (index) => hook(-4 * HOUR + index * HOUR, 'https://ci.example.com/in')),
    expects: [],
  },
  {
    name: '58 the list of allowed addresses off',
    records: [at(0, { ...BROWSER, action: 'ip_allow_list.disable' })],
    expects: ['github-gates-down critical'],
  },
  {
    name: '58 tokens need no approval',
    records: [at(0, { ...BROWSER, action: 'personal_access_token.auto_approve_grant_requests_enabled' })],
    expects: ['github-token-policy-weakened critical'],
  },
  {
    name: '58 the stream of the audit log destroyed',
    records: [at(0, { ...BROWSER, action: 'audit_log_streaming.destroy' })],
    expects: ['github-audit-log-cut critical'],
  },
  {
    name: '58 a gate put up',
    records: [at(0, { ...BROWSER, action: 'org.enable_two_factor_requirement' })],
    expects: [],
  },
  {
    name: '59 a secret in a workflow that never got it',
    records: [...JOBS, job(0, 'exfiltrate.yml')],
    expects: ['github-secret-to-strange-workflow medium'],
  },
  { name: '59 the same workflow again', records: [...JOBS, job(0, 'release.yml')], expects: [] },
  { name: '59 a secret that was never used before', records: [...JOBS, job(0, 'new.yml', ['OTHER'])], expects: [] },
  {
    name: '59 only the token that every job gets',
    records: [...JOBS, job(0, 'lint.yml', ['github_token'])],
    expects: [],
  },
];

describe('what the audit log and alerts tell', () => {
  it.each(CASES)('$name', ({ expects, never, records }) => {
    const { found } = played(records);

    expect(found.toSorted()).toEqual([...expects].sort());
    for (const one of never ?? []) expect(found).not.toContain(one);
  });

  it('pages nobody for one new thing about a token, and opens an incident for their sum', () => {
    const one = played([...WORK, at(0, { action: 'git.fetch', actor_ip: AWAY })]);
    const all = played([...WORK, at(0, { actor_ip: AWAY, user_agent: 'thief/1', repository: 'acme/payroll' })]);

    expect(one.incidents).toEqual([]);
    expect(all.incidents).toMatchObject([{ severity: 'medium' }]);
  });

  it('holds the token to its hash, however the log pads it', () => {
    const padded = loggedHash('0'.repeat(64));
    const records = times(10, (index) =>
      at(index * 1000, {
        repository: `acme/code-${index}`,
        hashed_token: index % 2 === 0 ? padded : padded.replace(/=+$/, ''),
      }),
    );

    expect(played(records).found).toEqual(['clone-storm high']);
  });
});

describe('what a token makes after foreign use', () => {
  const storm = times(10, (index) => at(index * 1000, { actor_ip: AWAY, repository: `acme/code-${index}` }));
  const planted = [
    at(5 * MINUTE, { actor_ip: AWAY, action: 'hook.create', hook_id: 12, config: { url: 'https://drop.example.net' } }),
    at(6 * MINUTE, { actor_ip: AWAY, action: 'public_key.create', fingerprint: 'SHA256:planted', title: 'backup' }),
  ];

  it('joins its incident: webhooks and deploy keys', () => {
    const [incident] = played([...storm, ...planted]).incidents;

    expect(incident?.credentials).toHaveLength(3);
    expect(incident?.credentials).toContain('github:hook/12');
    expect(incident?.credentials.some((alias) => alias.includes('planted'))).toBe(true);
  });

  it('stays out where it was made long before', () => {
    const before = planted.map((fields) => ({ ...fields, '@timestamp': AT - 3 * DAY, actor_ip: '198.51.100.7' }));
    const [incident] = played([...before, ...storm]).incidents;

    expect(incident?.credentials).toHaveLength(1);
  });
});
