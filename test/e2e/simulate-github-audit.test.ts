import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Token } from '../../src/simulate/github/model.ts';
import { type GithubStage, startGithubStage } from '../support/github-stage.ts';

interface AuditEvent {
  readonly action: string;
  readonly ['_document_id']: string;
  readonly '@timestamp': number;
  readonly created_at?: number;
  readonly hashed_token?: string;
  readonly actor_ip?: string;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const ROUTE = 'GET /orgs/{org}/audit-log';

describe('the audit log of the simulated GitHub, read with the real client', () => {
  let stage: GithubStage;
  let token: Token;
  let octokit: Octokit;

  beforeEach(async () => {
    stage = await startGithubStage();
    token = stage.github.createToken({ kind: 'classic', owner: 'anna', scopes: ['repo', 'read:org'] });
    octokit = stage.client(token);
  });

  afterEach(() => stage.close());

  function use(action: string, times: number = 1): void {
    for (let count = 0; count < times; count += 1) {
      stage.clock.advance(1_000);
      stage.github.useToken(token, { action, repo: 'acme/api', ip: '203.0.113.9' });
    }
  }

  async function read(parameters: Readonly<Record<string, unknown>> = {}): Promise<readonly AuditEvent[]> {
    const answer = await octokit.request(ROUTE, { org: 'acme', ...parameters });
    return answer.data as readonly AuditEvent[];
  }

  it('paginates through everything once, oldest first, with the links in the headers', async () => {
    use('git.clone', 25);

    const all = (await octokit.paginate(ROUTE, {
      org: 'acme',
      include: 'all',
      order: 'asc',
      per_page: 10,
    })) as AuditEvent[];

    expect(all).toHaveLength(25);
    expect(new Set(all.map((event) => event['_document_id'])).size).toBe(25);
    expect(all.map((event) => event['@timestamp'])).toEqual(
      all.map((event) => event['@timestamp']).toSorted((a, b) => a - b),
    );
  });

  it('shows the newest first unless asked otherwise, and leads back with prev', async () => {
    use('repo.download_zip', 3);
    const [newest] = await read({ per_page: 1 });
    const times = (await read()).map((event) => event['@timestamp']);

    expect(newest?.['@timestamp']).toBe(stage.clock.now());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('keeps Git events apart: they come only when asked for and have no created_at', async () => {
    use('git.clone');
    use('repo.download_zip');

    expect((await read()).map((event) => event.action)).toEqual(['repo.download_zip']);
    expect((await read({ include: 'git' })).map((event) => [event.action, event.created_at])).toEqual([
      ['git.clone', undefined],
    ]);
    expect(await read({ include: 'all' })).toHaveLength(2);
  });

  it('finds what a token did by its hash, but not what it cloned', async () => {
    use('git.clone');
    use('repo.download_zip');
    const hash = createHash('sha256').update(token.text).digest('base64');

    const found = await read({ phrase: `hashed_token:"${hash}"`, include: 'all' });

    expect(found.map((event) => event.action)).toEqual(['repo.download_zip']);
    expect((await read({ include: 'git' }))[0]?.hashed_token).toBe(hash);
  });

  it('filters by created while the order follows @timestamp', async () => {
    stage.github.configure({ audit: { stampLag: [2 * MINUTE, 2 * MINUTE] } });
    use('repo.download_zip');
    const created = new Date(stage.clock.now()).toISOString();
    stage.clock.advance(5 * MINUTE);

    expect(await read({ phrase: `created:>=${created}` })).toHaveLength(1);
    expect(await read({ phrase: `created:>${created}` })).toEqual([]);
    const [event] = await read();
    expect((event?.['@timestamp'] ?? 0) - (event?.created_at ?? 0)).toBe(2 * MINUTE);
  });

  it('delivers a late event minutes after younger ones', async () => {
    stage.github.configure({ audit: { lateShare: 1, lateBy: [20 * MINUTE, 20 * MINUTE] } });
    use('repo.download_zip');
    stage.github.configure({ audit: { lateShare: 0 } });
    use('repo.create');
    expect((await read()).map((event) => event.action)).toEqual(['repo.create']);

    stage.clock.advance(20 * MINUTE);

    expect((await read({ order: 'asc' })).map((event) => event.action)).toEqual(['repo.download_zip', 'repo.create']);
  });

  it('forgets Git events after seven days and shows three months of the others unless dated', async () => {
    use('git.clone');
    use('repo.download_zip');
    const first = new Date(stage.clock.now() - DAY).toISOString();
    stage.clock.advance(8 * DAY);
    expect((await read({ include: 'all' })).map((event) => event.action)).toEqual(['repo.download_zip']);

    stage.clock.advance(100 * DAY);
    expect(await read({ include: 'all' })).toEqual([]);
    expect(await read({ phrase: `created:>=${first}` })).toHaveLength(1);
    stage.clock.advance(100 * DAY);
    expect(await read({ phrase: `created:>=${first}` })).toEqual([]);
  });

  it('has no log for organisations outside an enterprise, nor for those who may not see it', async () => {
    stage.github.createOrg({ login: 'small', enterprise: '' });
    const stranger = stage.github.createToken({ kind: 'classic', owner: 'ben', may: ['secrets:write'] });

    await expect(octokit.request(ROUTE, { org: 'small' })).rejects.toMatchObject({ status: 404 });
    await expect(stage.client(stranger).request(ROUTE, { org: 'acme' })).rejects.toMatchObject({ status: 404 });
  });

  it('refuses the query after the 1,750th of an hour and takes it again in the next', async () => {
    stage.github.configure({ limits: { auditLog: 3, pointsPerMinute: 100 } });
    for (let count = 0; count < 3; count += 1) await read();

    const refused = octokit.request(ROUTE, { org: 'acme' });

    await expect(refused).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-resource': 'audit_log' } },
    });
    stage.clock.advance(60 * MINUTE);
    await expect(read()).resolves.toEqual([]);
  });

  it('limits how often an endpoint is asked within a minute, and says how long to wait', async () => {
    stage.github.configure({ limits: { pointsPerMinute: 2 } });
    await read();
    await read();

    await expect(read()).rejects.toMatchObject({ status: 403, response: { headers: { 'retry-after': '60' } } });
  });

  it('hides addresses where the organisation does, and keeps requests to the API for the stream', async () => {
    stage.github.createOrg({ login: 'shy', disclosesAddresses: false });
    stage.github.createRepo({ name: 'shy/app' });
    stage.github.useToken(token, { action: 'repo.download_zip', repo: 'shy/app', ip: '203.0.113.9', country: 'DE' });
    stage.github.useToken(token, { action: 'api.request', repo: 'shy/app', ip: '203.0.113.9' });

    const answer = await octokit.request(ROUTE, { org: 'shy', include: 'all' });

    expect(answer.data).toEqual([
      expect.objectContaining({ action: 'repo.download_zip', actor_location: { country_code: 'DE' } }),
    ]);
    expect(answer.data).toEqual([expect.not.objectContaining({ actor_ip: '203.0.113.9' })]);
    const stream = gunzipSync(stage.github.streamFile('shy').bytes).toString().split('\n');
    expect(stream.map((line) => (JSON.parse(line) as AuditEvent).action)).toEqual(
      expect.arrayContaining(['repo.download_zip', 'api.request']),
    );
  });

  it('misbehaves on demand: server errors, pages of HTML, cut bodies, cursors that lead in a circle', async () => {
    use('repo.download_zip', 3);
    const match = { path: '/audit-log' };
    stage.github.faults.next(match, { kind: 'error', status: 502 });
    await expect(read()).rejects.toMatchObject({ status: 502 });
    stage.github.faults.next(match, { kind: 'html', status: 503 });
    await expect(read()).rejects.toMatchObject({ status: 503 });
    stage.github.faults.next(match, { kind: 'secondary-limit', retryAfterSeconds: 7 });
    await expect(read()).rejects.toMatchObject({ status: 403, response: { headers: { 'retry-after': '7' } } });
    stage.github.faults.next(match, { kind: 'truncated' });
    // Octokit makes an empty text of a body that was cut off.
    await expect(read()).resolves.toBe('');

    const first = await octokit.request(ROUTE, { org: 'acme', per_page: 1 });
    const after = /after=([^&>]+)/.exec(first.headers.link ?? '')?.[1] ?? '';
    stage.github.faults.next(match, { kind: 'repeated-cursor' });
    const second = await octokit.request(ROUTE, { org: 'acme', per_page: 1, after: decodeURIComponent(after) });
    expect(/<([^>]+)>; rel="next"/.exec(second.headers.link ?? '')?.[1]).toContain(`after=${after}`);
  });
});
