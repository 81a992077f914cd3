import { describe, expect, it } from 'vitest';
import { normalizeAudit } from '../../../../../connectors/github/records/normalize.ts';
import { tokenIdentifier } from '../../../../../connectors/github/records/token-hash.ts';
import { AT, eventOf, record, TOKEN } from '../records.ts';

describe('an audit record', () => {
  it('says who did what, with which token, to what, from where', () => {
    expect(eventOf()).toMatchObject({
      time: AT,
      nativeId: 'xJJFlFOhQ6b-5vaAFy9Rjw',
      provider: 'github',
      account: 'acme',
      region: 'DE',
      actorKind: 'user',
      actor: 'ci-deploy',
      credential: tokenIdentifier(TOKEN),
      credentialKind: 'token',
      address: '198.51.100.7',
      agent: 'git/2.49.0',
      service: 'git',
      action: 'git.clone',
      verb: 'read',
      traits: ['clone'],
      outcome: 'success',
      targets: ['acme/shop'],
    });
  });

  it('has one id, padded or not', () => {
    expect(eventOf({ _document_id: 'abc==' }).nativeId).toBe(eventOf({ _document_id: 'abc' }).nativeId);
  });

  it.each([
    ['lists', { org: ['acme', 'other'], org_id: [11, 12] }, 'acme'],
    ['an enterprise', { org: undefined, business: 'acme-inc' }, 'acme-inc'],
    ['a repository alone', { org: undefined }, 'acme'],
    ['a number alone', { org: undefined, repo: undefined, repository: undefined }, '11'],
  ])('takes its account from %s', (_, fields, account) => {
    expect(eventOf(fields).account).toBe(account);
  });

  it.each([
    ['hex', tokenIdentifier(TOKEN)],
    ['unpadded base64', Buffer.from(tokenIdentifier(TOKEN), 'hex').toString('base64').replace(/=$/, '')],
  ])('reads a hash in %s', (_, hash) => {
    expect(eventOf({ hashed_token: hash }).credential).toBe(tokenIdentifier(TOKEN));
  });

  it('falls back to the number of the token', () => {
    expect(eventOf({ hashed_token: undefined })).toMatchObject({ credential: 'token-id/4711', aliases: [] });
  });

  it('ties hash and number of a token together', () => {
    expect(eventOf().aliases).toEqual(['token-id/4711']);
  });

  it.each([
    ['GitHub App server-to-server token', 'session'],
    ['GitHub App user-to-server token', 'session'],
    ['Public Key (User/Deploy)', 'ssh-key'],
    ['Fine-grained personal access token', 'token'],
    ['OAuth access token', 'oauth-token'],
    ['something new', 'token'],
  ])('%s is a %s', (programmatic_access_type, kind) => {
    expect(eventOf({ programmatic_access_type }).credentialKind).toBe(kind);
  });

  it('of a browser names no credential', () => {
    const browser = { programmatic_access_type: undefined, hashed_token: undefined, token_id: undefined };
    expect(eventOf(browser)).toMatchObject({ credential: '', credentialKind: 'none' });
  });

  it.each([
    ['dependabot[bot]', 'app'],
    ['deploy_key', 'app'],
    ['octocat', 'user'],
    ['github', 'unknown'],
  ])('by %s is by a %s', (actor, kind) => {
    expect(eventOf({ actor }).actorKind).toBe(kind);
  });

  it('of a public repository is no copy worth counting', () => {
    expect(eventOf({ repository_public: true }).traits).toEqual([]);
  });

  it.each([
    [{ '@timestamp': undefined, created_at: AT }, AT],
    [{ '@timestamp': undefined, data: { created_at: AT } }, AT],
    [{ '@timestamp': '2026-03-01 10:00:00.250' }, AT + 250],
    [{ '@timestamp': '2026-03-01T12:00:00+02:00' }, AT],
    [{ '@timestamp': String(AT) }, AT],
  ])('has its time wherever it stands: %j', (fields, time) => {
    expect(eventOf(fields).time).toBe(time);
  });

  it('without a time is named, not guessed', () => {
    expect(normalizeAudit(record({ '@timestamp': 'soon' }))).toEqual({
      kind: 'unparsed',
      reason: 'an audit record without a time',
    });
  });

  it.each([
    ['public_key.create', 'mint', ['credential-write']],
    ['personal_access_token.access_granted', 'grant', ['policy-write', 'credential-write']],
    ['personal_access_token.access_restriction_disabled', 'write', ['policy-write']],
    ['audit_log_streaming.destroy', 'disable-logging', ['logging']],
    ['org.disable_saml', 'write', ['policy-write']],
    ['repo.create_actions_secret', 'write', ['credential-write']],
    ['repo.remove_integration_secret', 'delete', ['credential-write']],
    ['repo.destroy', 'delete', []],
    ['something.never_seen', 'write', []],
  ])('%s is a %s with %j', (action, verb, traits) => {
    expect(eventOf({ action })).toMatchObject({ verb, traits });
  });

  it('plants a key that outlives the token', () => {
    const key = `ssh-ed25519 ${Buffer.alloc(51, 7).toString('base64')}`;
    const [minted] = eventOf({ action: 'public_key.create', key }).minted;
    expect(minted?.kind).toBe('ssh-key');
    expect(minted?.alias).toMatch(/^ssh\/SHA256:[A-Za-z0-9+/]{43}$/);
  });

  it('says where a new webhook sends to', () => {
    const hook = { action: 'hook.create', hook_id: 12, config: { url: 'https://example.net/in' } };
    expect(eventOf(hook)).toMatchObject({
      targets: ['https://example.net/in', 'acme/shop', '12'],
      minted: [{ alias: 'hook/12' }],
    });
    expect(
      eventOf({ ...hook, config: undefined, data: { config: { url: 'https://example.net/old' } } }).targets[0],
    ).toBe('https://example.net/old');
  });

  it('about a secret says its name', () => {
    expect(eventOf({ action: 'repo.update_actions_secret', key: 'DEPLOY_TOKEN' }).targets[0]).toBe(
      'acme/shop: DEPLOY_TOKEN',
    );
  });
});

describe('a grant', () => {
  const granted = { action: 'personal_access_token.access_granted', user: 'dev', actor: 'owner' };

  it('given in a browser is about the token, not by it', () => {
    const browser = { ...granted, hashed_token: undefined, programmatic_access_type: undefined };
    expect(eventOf(browser)).toMatchObject({
      credential: '',
      minted: [{ alias: 'token-id/4711', kind: 'token', actor: 'dev' }],
    });
  });

  it('given with a token is by that token', () => {
    expect(eventOf(granted)).toMatchObject({ credential: tokenIdentifier(TOKEN), minted: [] });
  });
});

describe('a request to the API', () => {
  const call = (request_method: string, route: string, status_code = 200): Readonly<Record<string, unknown>> => ({
    action: 'api.request',
    request_method,
    route,
    status_code,
  });

  it.each([
    ['GET', '/user', 'read', ['identity-check']],
    ['GET', '/orgs/{org}/repos', 'read', ['enumerate']],
    ['GET', '/repos/{owner}/{repo}/actions/secrets', 'read', ['enumerate']],
    ['GET', '/orgs/{org}/secret-scanning/alerts', 'read', ['secret-read']],
    ['GET', '/repos/{owner}/{repo}/zipball/{ref}', 'read', ['clone']],
    ['POST', '/repos/{owner}/{repo}/keys', 'write', ['credential-write']],
    ['DELETE', '/repos/{owner}/{repo}', 'delete', []],
  ])('%s %s is a %s with %j', (method, route, verb, traits) => {
    expect(eventOf(call(method, route))).toMatchObject({ verb, traits, action: `api.request ${method} ${route}` });
  });

  it.each([
    [200, 'success', ''],
    [404, 'denied', '404'],
    [403, 'denied', '403'],
    [422, 'failed', '422'],
    [500, 'failed', '500'],
  ])('with status %i ends as %s', (status, outcome, errorCode) => {
    expect(eventOf(call('GET', '/user', status))).toMatchObject({ outcome, errorCode });
  });
});
