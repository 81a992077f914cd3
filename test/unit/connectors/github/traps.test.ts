import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GitHubApi, githubApi } from '../../../../connectors/github/clients/client.ts';
import { GITHUB } from '../../../../connectors/github/index.ts';
import { normalizeAudit } from '../../../../connectors/github/records/normalize.ts';
import { pagesOf } from '../../../../connectors/github/sources/pages.ts';
import type { Source } from '../../../../src/core/connector.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { DAY, MINUTE, SECOND } from '../../../../src/core/time.ts';
import { emptyLedger, type Ledger, readOn } from '../../../contract/source-reader.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { FakeGitHub, type FakeRoute } from '../../../support/fake-github.ts';
import { AT, asEvent, record, TOKEN } from './records.ts';

describe('what GitHub and its client do, and people do not expect', () => {
  const clock = new FakeClock(AT);
  const { signal } = new AbortController();
  let github: FakeGitHub;
  let api: GitHubApi;
  beforeEach(async () => {
    clock.set(AT);
    github = await new FakeGitHub(() => clock.now()).start();
    api = githubApi(github.url, null, { signal });
  });
  afterEach(() => github.close());

  const route = (path: string, answer: ReturnType<FakeRoute>): void =>
    void github.routes.set(`GET ${path}`, () => answer);
  const failure = async (answer: ReturnType<FakeRoute>): Promise<AppError> => {
    route('/thing', answer);
    const error: unknown = await api.ask('ask', 'GET /thing').catch((thrown: unknown) => thrown);
    if (error instanceof AppError) return error;
    throw new Error('no failure');
  };
  const source = async (): Promise<Source> => {
    const config = GITHUB.config.parse({ 'base-url': github.url, token: 'env:TOKEN', organizations: ['acme'] });
    const context = {
      clock,
      log: () => undefined,
      secret: () => Promise.resolve(new Secret(TOKEN)),
      env: () => undefined,
      signal,
    };
    const found = (await GITHUB.open?.(config, context))?.sources[0];
    if (found === undefined) throw new Error('no source');
    return found;
  };
  const read = async (ledger: Ledger): Promise<number> => {
    const reading = { formats: GITHUB.formats, now: () => clock.now(), backfill: DAY, signal };
    const from = await source();
    return readOn(() => from, ledger, reading);
  };

  it('integers beyond 2^53 come as they were written, and can be written again', async () => {
    const text = '[{"id":12345678901234567890,"deep":[{"hook_id":9007199254740993}],"small":7}]';
    route('/thing', { status: 200, body: null, text });
    const { data } = await api.ask('ask', 'GET /thing');
    expect(JSON.stringify(data)).toBe(
      '[{"id":"12345678901234567890","deep":[{"hook_id":"9007199254740993"}],"small":7}]',
    );
  });

  it('a record with such a number is an event like any other', async () => {
    const id = '12345678901234567890';
    const text = `[{"_document_id":"d1","@timestamp":${AT},"action":"hook.create","actor":"dev","org":"acme","hook_id":${id}}]`;
    route('/orgs/acme/audit-log', { status: 200, body: null, text });
    const ledger = emptyLedger();
    await read(ledger);
    expect(ledger.seen).toEqual(['d1']);
  });

  it('its client prints nothing, whatever goes wrong', async () => {
    const printed: unknown[] = [];
    const spies = (['log', 'info', 'debug', 'warn', 'error'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...words) => void printed.push(words)),
    );
    for (const status of [304, 400, 401, 403, 404, 409, 422, 429, 500, 503])
      await failure({ status, body: { message: `Invalid: ${TOKEN}` } });
    for (const spy of spies) spy.mockRestore();
    expect(printed).toEqual([]);
  });

  it.each([403, 429, 500, 502, 503])('its client asks once and does not wait when it is told %d', async (status) => {
    await failure({ status, body: { message: 'no' }, headers: { 'retry-after': '1' } });
    expect(github.requests).toHaveLength(1);
  });

  it.each<readonly [string, ReturnType<FakeRoute>]>([
    [
      'words',
      { status: 403, body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' } },
    ],
    [
      'the address of a page',
      {
        status: 403,
        body: {
          message: 'Slow down',
          documentation_url: 'https://docs.github.com/rest/overview#secondary-rate-limits',
        },
      },
    ],
    [
      'the older address',
      { status: 403, body: { message: 'Slow down', documentation_url: 'https://docs.github.com/#abuse-rate-limits' } },
    ],
    ['429', { status: 429, body: { message: 'Slow down' } }],
  ])('a secondary limit is told by %s, and waited for at least a minute', async (_, answer) => {
    expect(await failure(answer)).toMatchObject({ kind: 'rate-limited', retryAfter: 60 * SECOND });
  });

  it('an hour is the longest that anybody may make us wait', async () => {
    const headers = { 'retry-after': '999999999' };
    expect(await failure({ status: 429, body: {}, headers })).toMatchObject({ retryAfter: 3600 * SECOND });
  });

  it('a missing permission is a 403 or a 404, and of a list both say that it is not visible', async () => {
    for (const status of [403, 404]) {
      route('/orgs/acme/audit-log', { status, body: { message: 'Not Found' } });
      await expect(read(emptyLedger())).rejects.toMatchObject({ kind: 'forbidden' });
    }
  });

  it.each<readonly [string, ReturnType<FakeRoute>]>([
    ['with 200', { status: 200, body: null, text: '<html>Unicorn!</html>', headers: { 'content-type': 'text/html' } }],
    ['with 502', { status: 502, body: null, text: '<html>Unicorn!</html>', headers: { 'content-type': 'text/html' } }],
    ['as JSON', { status: 200, body: null, text: '<html>Unicorn!</html>' }],
    ['cut off', { status: 200, body: null, text: '[{"@timestamp":17' }],
    ['of another kind', { status: 200, body: { records: [] } }],
  ])('an answer that is no list, %s, is a failure and no empty log', async (_, answer) => {
    route('/orgs/acme/audit-log', answer);
    const ledger = emptyLedger();
    const error: unknown = await read(ledger).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    if (error instanceof AppError) {
      expect(['provider-bug', 'transient']).toContain(error.kind);
      expect(error.message).not.toContain('Unicorn');
    }
    expect(ledger.cursor).toBeNull();
  });

  it('a list whose pages lead in circles comes to an end', async () => {
    github.routes.set('GET /orgs/acme/installations', (url) => ({
      status: 200,
      body: { installations: [{ id: 1 }] },
      headers: { link: `<${url.origin}/orgs/acme/installations?page=2>; rel="next"` },
    }));
    const question = {
      what: 'list',
      route: 'GET /orgs/{org}/installations',
      parameters: { org: 'acme' },
      member: 'installations',
      baseUrl: github.url,
    };
    const pages: unknown[] = [];
    for await (const page of pagesOf(api, question)) pages.push(page);
    expect(pages).toHaveLength(2);
  });

  it('a filter by a list has brackets in its name: the client alone would send what GitHub does not read', async () => {
    const path = '/orgs/acme/personal-access-tokens';
    route(path, { status: 200, body: [] });
    const sent = (): string => decodeURIComponent(github.requests.at(-1)?.path ?? '');
    await api.ask('list', 'GET /orgs/{org}/personal-access-tokens', { parameters: { org: 'acme', owner: ['x', 'y'] } });
    expect(sent()).toBe(`${path}?owner=x,y`);
    await api.ask('list', 'GET /orgs/{org}/personal-access-tokens?owner[]=x&owner[]=y', {
      parameters: { org: 'acme' },
    });
    expect(sent()).toBe(`${path}?owner[]=x&owner[]=y`);
  });

  it('an event that appears 20 minutes late is read, once, by the poll after', async () => {
    const fields = { action: 'git.clone', actor: 'ci', org: 'acme', repo: 'acme/shop' };
    github.records.push({ id: 'late', at: AT + MINUTE, visibleAt: AT + 21 * MINUTE, fields });
    const ledger = emptyLedger();
    for (let minute = 0; minute <= 60; minute += 2) {
      clock.set(AT + minute * MINUTE);
      github.records.push({ id: `m${minute}`, at: AT + minute * MINUTE, visibleAt: AT + minute * MINUTE, fields });
      await read(ledger);
      if (minute === 20) expect(ledger.seen).not.toContain('late');
      if (minute === 22) expect(ledger.seen).toContain('late');
    }
    expect(new Set(ledger.seen).size).toBe(32);
  });

  it.each([
    ['organisation', { org: ['acme', 'other'], org_id: [11, 12] }, { account: 'acme' }],
    [
      'events of a webhook as words',
      { action: 'hook.create', events: ['push'], config: { url: 'https://x.example' } },
      {},
    ],
    [
      'events of a webhook as objects',
      { action: 'hook.create', events: [{ name: 'push' }], config: [{ url: 'x' }] },
      {},
    ],
    ['numbers as words', { actor_id: '7', token_id: '4711', created_at: String(AT) }, { actor: 'ci-deploy' }],
    ['empty words for nothing', { user: '', user_id: 0, external_identity_nameid: '' }, { actor: 'ci-deploy' }],
    ['place by the name of the schema', { actor_location: { country_name: 'Germany' } }, { region: '' }],
    ['details inside data', { data: { user_agent: 'git/1' }, user_agent: undefined }, { agent: 'git/1' }],
  ])('%s: records are read as they are, not as the schema has them', (_, fields, wanted) => {
    expect(asEvent(normalizeAudit(record(fields))).event).toMatchObject(wanted);
  });
});
