import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Installation } from '../../src/simulate/github/model.ts';
import { type GithubStage, startGithubStage } from '../support/github-stage.ts';

const PERMISSIONS = [
  'organization_personal_access_tokens:write',
  'organization_administration:write',
  'administration:write',
  'metadata:read',
];

describe('tokens and keys of the simulated GitHub, with the real client', () => {
  let stage: GithubStage;
  let installed: Installation;

  beforeEach(async () => {
    stage = await startGithubStage({ settings: { revocationDelay: [10_000, 10_000] } });
    installed = stage.github.createApp({ slug: 'monitor', org: 'acme', may: PERMISSIONS });
  });

  afterEach(() => stage.close());

  it('are known by GET /user while they live, and refused with 401 when not', async () => {
    const token = stage.github.createToken({
      kind: 'classic',
      owner: 'anna',
      scopes: ['repo'],
      expiresAt: stage.clock.now() + 1_000,
    });

    const answer = await stage.client(token).rest.users.getAuthenticated();
    expect(answer.data.login).toBe('anna');
    expect(answer.headers['x-oauth-scopes']).toBe('repo');
    stage.clock.advance(1_000);

    await expect(stage.client(token).rest.users.getAuthenticated()).rejects.toMatchObject({
      status: 401,
      message: expect.stringContaining('Bad credentials'),
    });
  });

  it('are revoked for callers without a credential, a while after GitHub has said 202', async () => {
    const [token, other] = [1, 2].map(() => stage.github.createToken({ kind: 'fine-grained', owner: 'anna' }));
    if (token === undefined || other === undefined) throw new Error('no tokens');
    const body = { credentials: [token.text, `ghp_${'x'.repeat(36)}`] };

    await expect(stage.client(other).request('POST /credentials/revoke', body)).rejects.toMatchObject({ status: 403 });
    const answer = await stage.client().request('POST /credentials/revoke', body);

    expect(answer.status).toBe(202);
    expect(stage.github.isAlive(token)).toBe(true);
    stage.clock.advance(10_000);
    expect(stage.github.isAlive(token)).toBe(false);
    expect(stage.github.isAlive(other)).toBe(true);
  });

  it('are revoked at most a thousand at a time and sixty times an hour; installation tokens not at all', async () => {
    const revoke = (credentials: string[]): Promise<unknown> =>
      stage.client().request('POST /credentials/revoke', { credentials });
    const hourly = stage.github.createInstallationToken(installed);

    await expect(revoke([])).rejects.toMatchObject({ status: 422 });
    await expect(revoke(Array.from({ length: 1_001 }, () => 'ghp_x'))).rejects.toMatchObject({ status: 422 });
    await expect(revoke([hourly.text])).rejects.toMatchObject({ status: 422 });
    for (let count = 3; count < 60; count += 1) await revoke(['ghp_x']);
    await expect(revoke(['ghp_x'])).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'x-ratelimit-remaining': '0' } },
    });
  });

  it('show their grants to apps alone, filtered by owner[] and token_id[]', async () => {
    const anna = stage.github.createToken({ kind: 'fine-grained', owner: 'anna', name: 'laptop', orgs: ['acme'] });
    stage.github.createToken({ kind: 'fine-grained', owner: 'ben', orgs: ['acme'] });
    const app = stage.client(stage.github.createInstallationToken(installed));
    const person = stage.client(stage.github.createToken({ kind: 'classic', owner: 'owner' }));

    const all = await app.request('GET /orgs/{org}/personal-access-tokens', { org: 'acme' });
    const one = await app.request(`GET /orgs/{org}/personal-access-tokens?token_id[]=${String(anna.id)}`, {
      org: 'acme',
    });
    const his = await app.request('GET /orgs/{org}/personal-access-tokens?owner[]=ben', { org: 'acme' });

    expect(all.data).toHaveLength(2);
    expect(one.data).toEqual([expect.objectContaining({ token_id: anna.id, token_name: 'laptop' })]);
    expect(his.data).toEqual([expect.objectContaining({ owner: expect.objectContaining({ login: 'ben' }) })]);
    await expect(person.request('GET /orgs/{org}/personal-access-tokens', { org: 'acme' })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('lose one organisation with their grant, not their life, and the log says so', async () => {
    const token = stage.github.createToken({ kind: 'fine-grained', owner: 'anna', orgs: ['acme'] });
    const app = stage.client(stage.github.createInstallationToken(installed));
    const grants = [...(stage.github.world.orgs.get('acme')?.grants.keys() ?? [])];

    const answer = await app.request('POST /orgs/{org}/personal-access-tokens/{pat_id}', {
      org: 'acme',
      pat_id: grants[0] ?? 0,
      action: 'revoke',
    });

    expect(answer.status).toBe(204);
    expect(stage.github.isAlive(token)).toBe(true);
    expect(stage.github.useToken(token, { action: 'git.clone', repo: 'acme/api', ip: '203.0.113.9' })).toEqual({
      ok: false,
      status: 404,
    });
    expect(stage.github.useToken(token, { action: 'git.clone', repo: 'acme/site', ip: '203.0.113.9' })).toEqual({
      ok: true,
    });
    expect(stage.github.journal.events('personal_access_token.access_revoked')).toEqual([
      expect.objectContaining({ user: 'anna', actor: 'monitor[bot]' }),
    ]);
  });

  it('of installations end themselves; the app gets others for its JWT', async () => {
    const hourly = stage.github.createInstallationToken(installed);
    const answer = await stage.client(hourly).request('DELETE /installation/token');

    expect(answer.status).toBe(204);
    expect(stage.github.isAlive(hourly)).toBe(false);
    await expect(stage.client(hourly).request('GET /installation/repositories')).rejects.toMatchObject({ status: 401 });
  });

  it('of OAuth apps are reset by the owner of the app: another one at once, the old one dead', async () => {
    const app = stage.github.createOauthApp('dashboard');
    const token = stage.github.createToken({ kind: 'oauth', owner: 'anna', client: app.clientId });
    const basic = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64');
    const parameters = {
      client_id: app.clientId,
      access_token: token.text,
      headers: { authorization: `basic ${basic}` },
    };

    const known = await stage.client().request('POST /applications/{client_id}/token', parameters);
    const reset = await stage.client().request('PATCH /applications/{client_id}/token', parameters);

    const hex = createHash('sha256').update(token.text).digest('hex');
    expect(known.data).toMatchObject({ hashed_token: hex, token_last_eight: token.text.slice(-8) });
    expect(reset.data.token).not.toBe(token.text);
    expect(stage.github.isAlive(token)).toBe(false);
    await expect(stage.client().request('POST /applications/{client_id}/token', parameters)).rejects.toMatchObject({
      status: 404,
    });
  });

  it('that are deploy keys are listed, created, used and deleted; the log calls them public keys', async () => {
    const app = stage.client(stage.github.createInstallationToken(installed));
    const key = stage.github.createDeployKey('acme/api', 'old');
    const place = { owner: 'acme', repo: 'api' };
    stage.github.useDeployKey(key, { action: 'git.fetch', repo: 'acme/api', ip: '203.0.113.9' });

    await expect(app.rest.repos.createDeployKey({ ...place, title: 'x', key: 'nonsense' })).rejects.toMatchObject({
      status: 422,
    });
    await expect(app.rest.repos.createDeployKey({ ...place, title: 'x', key: key.key })).rejects.toMatchObject({
      status: 422,
    });
    const made = await app.rest.repos.createDeployKey({
      ...place,
      title: 'new',
      key: `ssh-ed25519 ${Buffer.from('another').toString('base64')}`,
      read_only: true,
    });
    await app.rest.repos.deleteDeployKey({ ...place, key_id: key.id });
    const { data } = await app.rest.repos.listDeployKeys(place);

    expect(data.map(({ id, title }) => [id, title])).toEqual([[made.data.id, 'new']]);
    expect(stage.github.journal.events().map((event) => event['action'])).toEqual(
      expect.arrayContaining(['git.fetch', 'public_key.create', 'public_key.delete']),
    );
    expect(stage.github.journal.events('git.fetch')).toEqual([
      expect.objectContaining({ actor: 'deploy_key', transport_protocol_name: 'ssh' }),
    ]);
  });

  it('may be hidden by taking a permission away, which looks as if nothing were there', async () => {
    const app = stage.client(stage.github.createInstallationToken(installed));
    const giveBack = stage.github.faults.deny('administration:read');

    await expect(app.rest.repos.listDeployKeys({ owner: 'acme', repo: 'api' })).rejects.toMatchObject({ status: 404 });
    giveBack();
    await expect(app.rest.repos.listDeployKeys({ owner: 'acme', repo: 'api' })).resolves.toMatchObject({ status: 200 });
  });
});
