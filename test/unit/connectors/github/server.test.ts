import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GITHUB } from '../../../../connectors/github/index.ts';
import { tokenIdentifier } from '../../../../connectors/github/records/token-hash.ts';
import type { ConnectorReader } from '../../../../src/core/connector.ts';
import type { InventoryItem } from '../../../../src/core/credential.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { DAY } from '../../../../src/core/time.ts';
import { emptyLedger, readOn } from '../../../contract/source-reader.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { FakeGitHub } from '../../../support/fake-github.ts';
import { AT, aToken, TOKEN } from './records.ts';

const API = '/api/v3';
const OTHER = aToken('ghp', 'Zq9'.repeat(10));
const KEY = `ssh-ed25519 ${Buffer.alloc(51, 5).toString('base64')}`;

describe('an enterprise server of one’s own', () => {
  const clock = new FakeClock(AT);
  const { signal } = new AbortController();
  let github: FakeGitHub;
  beforeEach(async () => {
    github = await new FakeGitHub(() => clock.now()).start();
  });
  afterEach(() => github.close());

  async function open(base = `${github.url}${API}`): Promise<ConnectorReader> {
    const config = GITHUB.config.parse({ 'base-url': `${base}/`, token: 'env:TOKEN', organizations: ['acme'] });
    const context = {
      clock,
      log: () => undefined,
      secret: () => Promise.resolve(new Secret(TOKEN)),
      env: () => undefined,
      signal,
    };
    const reader = await GITHUB.open?.(config, context);
    if (reader === undefined) throw new Error('cannot be opened');
    return reader;
  }
  const listed = async (reader: ConnectorReader): Promise<readonly InventoryItem[]> => {
    const items: InventoryItem[] = [];
    for await (const page of reader.inventory?.() ?? []) items.push(...page);
    return items;
  };

  it('is read below its base address, in pages that are numbered', async () => {
    const records = (from: number): readonly unknown[] =>
      Array.from({ length: 3 }, (_, at) => ({
        '@timestamp': AT - DAY + from + at,
        _document_id: `d${from + at}`,
        action: 'oauth_access.create',
        actor: 'dev',
        org: 'acme',
      }));
    github.routes.set(`GET ${API}/orgs/acme/audit-log`, (url) => {
      const page = Number(url.searchParams.get('page') ?? 1);
      const next = new URL(url);
      next.searchParams.set('page', String(page + 1));
      return { status: 200, body: records(page * 3), headers: page < 3 ? { link: `<${next.href}>; rel="next"` } : {} };
    });
    const [source] = (await open()).sources;
    if (source === undefined) throw new Error('no source');
    const ledger = emptyLedger();
    const reading = { formats: GITHUB.formats, now: () => clock.now(), backfill: 2 * DAY, signal };
    expect(await readOn(() => source, ledger, reading)).toBe(3);
    expect(ledger.seen).toHaveLength(9);
  });

  it('lists the tokens of all its users by their hashes, and the SSH keys of users and repositories', async () => {
    github.routes.set(`GET ${API}/admin/tokens`, () => ({
      status: 200,
      body: [
        {
          id: 1,
          hashed_token: tokenIdentifier(OTHER),
          user: { login: 'anna' },
          scopes: ['repo', 'read:org'],
          created_at: '2025-01-01T00:00:00Z',
          last_accessed_at: '2026-02-01T00:00:00Z',
        },
      ],
    }));
    github.routes.set(`GET ${API}/admin/keys`, () => ({
      status: 200,
      body: [
        { id: 2, key: KEY, user_id: 5, title: 'laptop', created_at: '2025-01-01T00:00:00Z', read_only: false },
        { id: 3, key: KEY.replace(/.$/, '='), repository_id: 8, title: 'deploy', read_only: true },
        { id: 4, key: 'no key at all' },
      ],
    }));
    const items = await listed(await open());
    expect(items.map(({ alias, kind }) => [alias.replace(/SHA256:.*/, 'SHA256'), kind])).toEqual([
      [`github:${tokenIdentifier(OTHER)}`, 'token'],
      ['github:ssh/SHA256', 'ssh-key'],
      ['github:ssh/SHA256', 'ssh-key'],
    ]);
    expect(items[0]).toMatchObject({ actor: 'anna', powers: ['repo'], lastUsed: Date.UTC(2026, 1, 1) });
    expect(items[1]).not.toHaveProperty('powers');
    expect(items[2]).toMatchObject({ powers: [], createdAt: null });
  });

  it('is asked for them nowhere else', async () => {
    await listed(await open(github.url));
    expect(github.requests.filter(({ path }) => path.includes('/admin/'))).toEqual([]);
  });

  it('says in the self-test whether we may list them', async () => {
    github.routes.set(`GET ${API}/user`, () => ({ status: 200, body: { login: 'dev' } }));
    const aspect = 'github: tokens of the server';
    const check = async (): Promise<unknown> => (await (await open()).check()).find((one) => one.aspect === aspect);
    expect(await check()).toMatchObject({ status: 'blind', hint: expect.stringContaining('site_admin') as string });
    github.routes.set(`GET ${API}/admin/tokens`, () => ({ status: 200, body: [] }));
    expect(await check()).toMatchObject({ status: 'ok' });
  });
});
