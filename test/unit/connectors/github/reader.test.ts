import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { githubApi } from '../../../../connectors/github/clients/client.ts';
import { GITHUB } from '../../../../connectors/github/index.ts';
import { tokenIdentifier } from '../../../../connectors/github/records/token-hash.ts';
import type { ConnectorContext, ConnectorReader, PollRequest } from '../../../../src/core/connector.ts';
import type { InventoryItem } from '../../../../src/core/credential.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { DAY, HOUR, isoTime, MINUTE, SECOND } from '../../../../src/core/time.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { FakeGitHub, type FakeRoute } from '../../../support/fake-github.ts';
import { AT, TOKEN } from './records.ts';

const PEM = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

describe('reading GitHub', () => {
  const clock = new FakeClock(AT);
  let github: FakeGitHub;
  beforeEach(async () => {
    clock.set(AT);
    github = await new FakeGitHub(() => clock.now()).start();
  });
  afterEach(() => github.close());

  const context: ConnectorContext = {
    clock,
    log: () => undefined,
    secret: (reference) => Promise.resolve(new Secret(reference === 'file:app.pem' ? PEM : TOKEN)),
    env: () => undefined,
    signal: new AbortController().signal,
  };
  const open = async (settings: Readonly<Record<string, unknown>>): Promise<ConnectorReader> => {
    const reader = await GITHUB.open?.(GITHUB.config.parse({ 'base-url': github.url, ...settings }), context);
    if (reader === undefined) throw new Error('cannot be opened');
    return reader;
  };
  const json =
    (body: unknown, headers: Readonly<Record<string, string>> = {}): FakeRoute =>
    () => ({ status: 200, body, headers });
  const refuse =
    (status: number, message: string, headers: Readonly<Record<string, string>> = {}): FakeRoute =>
    () => ({ status, body: { message }, headers });
  const request = (): PollRequest => ({
    now: clock.now(),
    backfill: 14 * DAY,
    isStored: () => Promise.resolve(new Set()),
    signal: context.signal,
  });
  const failure = async (route: FakeRoute, path = '/orgs/acme/audit-log'): Promise<AppError> => {
    github.routes.set(`GET ${path}`, route);
    const reader = await open({ token: 'env:TOKEN', organizations: ['acme'] });
    const error: unknown = await reader.sources[0]?.poll(null, request()).catch((thrown: unknown) => thrown);
    if (!(error instanceof AppError)) throw new Error('no failure');
    return error;
  };

  it('needs some credential', async () => {
    await expect(open({ organizations: ['acme'] })).rejects.toMatchObject({ kind: 'config' });
  });

  it('as an app signs itself in once, and again before its token ends', async () => {
    let made = 0;
    github.routes.set('POST /app/installations/77/access_tokens', () => {
      made += 1;
      return { status: 201, body: { token: `made-${made}`, expires_at: new Date(clock.now() + HOUR).toISOString() } };
    });
    const reader = await open({
      app: { id: 12, installation: 77, 'private-key': 'file:app.pem' },
      organizations: ['acme'],
    });
    const poll = async (): Promise<string> => {
      await reader.sources[0]?.poll(null, request());
      return github.requests.at(-1)?.authorization ?? '';
    };
    expect([await poll(), await poll()]).toEqual(['token made-1', 'token made-1']);
    clock.set(AT + 57 * MINUTE);
    expect(await poll()).toBe('token made-2');
    expect(github.requests[0]?.authorization).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('says what can no longer be read after a late start', async () => {
    const reader = await open({ token: 'env:TOKEN', organizations: ['acme'] });
    const page = await reader.sources[0]?.poll(null, request());
    expect(page?.gap).toMatchObject({ from: AT - 14 * DAY, to: AT - 7 * DAY });
    expect(page?.gap?.reason).toContain('7 days');
  });

  it('asks from old to new, for Git events too, and reads half an hour again', async () => {
    const reader = await open({ token: 'env:TOKEN', organizations: ['acme'] });
    const first = await reader.sources[0]?.poll(null, request());
    clock.set(AT + HOUR);
    await reader.sources[0]?.poll(first?.next ?? null, request());
    const asked = new URL(github.requests.at(-1)?.path ?? '', github.url).searchParams;
    expect([asked.get('order'), asked.get('include'), asked.get('phrase')]).toEqual([
      'asc',
      'all',
      `created:>=${isoTime(AT - 30 * MINUTE)}`,
    ]);
  });

  it('goes on by time when a cursor leads in circles', async () => {
    const records = [1, 2].map((number) => ({
      '@timestamp': AT - HOUR + number * SECOND,
      _document_id: `d${number}`,
      action: 'git.push',
    }));
    github.routes.set('GET /orgs/acme/audit-log', (url) => ({
      status: 200,
      body: records,
      headers: { link: `<${url.origin}/orgs/acme/audit-log?after=same>; rel="next"` },
    }));
    const reader = await open({ token: 'env:TOKEN', organizations: ['acme'] });
    const first = await reader.sources[0]?.poll(null, request());
    const second = await reader.sources[0]?.poll(first?.next ?? null, request());
    expect(second?.next).toMatchObject({ walk: { from: AT - HOUR + SECOND, next: {} } });
    const third = await reader.sources[0]?.poll(second?.next ?? null, request());
    await expect(reader.sources[0]?.poll(third?.next ?? null, request())).rejects.toMatchObject({
      kind: 'provider-bug',
    });
  });

  it('does not follow a page to another host', async () => {
    const error = await failure(
      json([], { link: '<https://elsewhere.example/orgs/acme/audit-log?after=x>; rel="next"' }),
    );
    expect(error).toMatchObject({ code: 'GITHUB_FOREIGN_PAGE', kind: 'provider-bug' });
  });

  it('keeps numbers that JavaScript cannot', async () => {
    github.routes.set('GET /orgs/acme/audit-log', () => ({
      status: 200,
      body: [{ '@timestamp': AT, action: 'hook.create', hook_id: 'BIG' }],
    }));
    const reader = await open({ token: 'env:TOKEN', organizations: ['acme'] });
    const page = await reader.sources[0]?.poll(null, request());
    expect(Buffer.from(page?.deliveries[0]?.bytes ?? []).toString()).toContain('"hook_id":"BIG"');
  });

  it.each<readonly [string, FakeRoute, string, number | undefined]>([
    ['a bad token', refuse(401, 'Bad credentials'), 'auth', undefined],
    ['a missing permission', refuse(403, 'Resource not accessible by integration'), 'forbidden', undefined],
    ['a plan without audit log', refuse(404, 'Not Found'), 'forbidden', undefined],
    [
      'the primary limit',
      refuse(403, 'API rate limit exceeded', {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.floor(AT / 1000) + 90),
        date: new Date(AT).toUTCString(),
      }),
      'rate-limited',
      91 * SECOND,
    ],
    ['the secondary limit', refuse(403, 'You have exceeded a secondary rate limit.'), 'rate-limited', 60 * SECOND],
    ['a wait in a header', refuse(429, 'Slow down', { 'retry-after': '17' }), 'rate-limited', 17 * SECOND],
    ['maintenance', refuse(503, 'Service unavailable'), 'transient', undefined],
  ])('knows %s', async (_, route, kind, retryAfter) => {
    const error = await failure(route);
    expect([error.kind, error.retryAfter]).toEqual([kind, retryAfter]);
  });

  it('names the permission that GitHub names', async () => {
    const error = await failure(
      refuse(403, 'Resource not accessible', { 'x-accepted-github-permissions': 'organization_administration=read' }),
    );
    expect(error.hint).toContain('organization_administration=read');
  });

  it('keeps what was sent out of its errors', async () => {
    github.routes.set('POST /credentials/revoke', refuse(422, `Invalid: ${TOKEN}`));
    const api = githubApi(github.url, null, context);
    const error: unknown = await api
      .ask('revoke', 'POST /credentials/revoke', { parameters: { credentials: [TOKEN] } })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(`${inspect(error, { depth: 10, showHidden: true })}${JSON.stringify(error)}`).not.toContain(TOKEN);
    expect(github.requests.at(-1)?.authorization).toBe('');
  });

  it('lists grants, authorisations, apps and deploy keys, whatever else is closed', async () => {
    const key = `ssh-ed25519 ${Buffer.alloc(51, 9).toString('base64')}`;
    github.routes.set(
      'GET /orgs/acme/personal-access-tokens',
      json([
        {
          id: 1,
          token_id: 4711,
          token_name: 'ci',
          owner: { login: 'dev' },
          repository_selection: 'all',
          permissions: { repository: { contents: 'write' } },
          access_granted_at: '2026-01-01T00:00:00Z',
          token_expired: false,
          token_expires_at: '2026-06-01T00:00:00Z',
          token_last_used_at: '2026-02-28T00:00:00Z',
        },
      ]),
    );
    github.routes.set('GET /orgs/acme/credential-authorizations', refuse(404, 'Not Found'));
    github.routes.set(
      'GET /orgs/acme/installations',
      json({
        total_count: 1,
        installations: [
          {
            id: 5,
            app_slug: 'builder',
            permissions: { contents: 'read' },
            repository_selection: 'selected',
            created_at: '2026-01-01T00:00:00Z',
            suspended_at: null,
          },
        ],
      }),
    );
    github.routes.set(
      'GET /orgs/acme/repos',
      json([
        { full_name: 'acme/shop', archived: false },
        { full_name: 'acme/old', archived: true },
      ]),
    );
    github.routes.set(
      'GET /repos/acme/shop/keys',
      json([
        {
          id: 3,
          key,
          title: 'deploy',
          read_only: true,
          added_by: 'dev',
          created_at: '2026-01-02T00:00:00Z',
          last_used: '2026-02-20T00:00:00Z',
        },
      ]),
    );
    const reader = await open({ token: 'env:TOKEN', organizations: ['acme'] });
    const items: InventoryItem[] = [];
    for await (const page of reader.inventory?.() ?? []) items.push(...page);
    expect(items.map(({ actor, alias, kind }) => [alias.replace(/SHA256:.*/, 'SHA256'), kind, actor])).toEqual([
      ['github:token-id/4711', 'token', 'dev'],
      ['github:installation/5', 'app-token', 'builder[bot]'],
      ['github:ssh/SHA256', 'ssh-key', 'dev'],
    ]);
    expect(items[0]).toMatchObject({
      expiresAt: Date.UTC(2026, 5, 1),
      lastUsed: Date.UTC(2026, 1, 28),
      lastUsedDetail: 'ci: contents:write on all repositories',
    });
    expect(items.map(({ powers }) => powers)).toEqual([['contents:write'], [], []]);
  });

  it('tells which token is ours', async () => {
    github.routes.set('GET /user', json({ login: 'dev', type: 'User' }));
    const reader = await open({ token: 'env:TOKEN', organizations: ['acme'] });
    expect(await reader.identities()).toEqual({ aliases: [`github:${tokenIdentifier(TOKEN)}`], actors: [] });
  });

  it('says what the plan does not show, and what our token could do too much', async () => {
    github.routes.set('GET /user', json({ login: 'dev' }, { 'x-oauth-scopes': 'read:audit_log, repo, admin:org' }));
    github.routes.set('GET /orgs/acme/audit-log', refuse(404, 'Not Found'));
    const reader = await open({ token: 'env:TOKEN', organizations: ['acme'] });
    const results = await reader.check();
    expect(results.map(({ aspect, status }) => [aspect, status])).toEqual([
      ['github: credentials', 'warn'],
      ['github acme: audit log', 'blind'],
      ['github acme: secret scanning', 'ok'],
      ['github acme: fine-grained tokens', 'blind'],
      ['github acme: single sign-on credentials', 'blind'],
      ['github acme: installed apps', 'blind'],
      ['github acme: deploy keys', 'blind'],
      ['github: webhooks', 'blind'],
    ]);
    expect(results[0]?.fact).toContain('repo, admin:org');
    expect(results[1]?.hint).toContain('GitHub Enterprise');
  });
});
