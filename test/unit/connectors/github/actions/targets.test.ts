import { describe, expect, it } from 'vitest';
import { GITHUB_ACTIONS } from '../../../../../connectors/github/actions.ts';
import { GITHUB_KEYS } from '../../../../../connectors/github/keys.ts';
import type { Approach } from '../../../../../src/core/action.ts';
import type { Credential } from '../../../../../src/core/credential.ts';
import { aCredential, aFinding } from '../../../../support/plan-inputs.ts';
import { contextFor } from '../../../../support/target-contexts.ts';

const HASH = 'ab'.repeat(32);

function credential(alias: string, change: Partial<Credential> = {}): Credential {
  return aCredential(alias, { provider: 'github', account: 'acme', actor: 'anna', kind: 'token', ...change });
}

function applying(one: Credential, approach: Approach): readonly string[] {
  const context = contextFor(one, { approach });
  return GITHUB_ACTIONS.filter((action) => action.target(one, context) !== null).map(({ id }) => id);
}

const TOKEN = credential(`github:${HASH}`);
const NUMBERED = credential('github:token-id/42');
const HOURLY = credential(`github:${HASH}`, { kind: 'session', actor: 'ci[bot]' });
const USER_SESSION = credential(`github:${HASH}`, { kind: 'session' });
const SSH = credential('github:ssh/SHA256:abc', { kind: 'ssh-key' });
const USER_SSH = credential('github:ssh/SHA256:def', { kind: 'ssh-key', facts: { holder: 'user' } });
const DEPLOY_KEY = credential('github:ssh/SHA256:ghi', {
  kind: 'ssh-key',
  facts: { holder: 'repository', repository: 'acme/api', keyId: '7', title: 'ci', readOnly: 'true' },
});
const OAUTH = credential(`github:${HASH}`, { kind: 'oauth-token' });
const LEAKED_ONLY = credential(`github:${HASH}`, { kind: 'none', actor: '', account: '' });
const HOOK = credential('github:hook/7', { kind: 'webhook-secret' });
const APP_HOOK = credential('github:app-hook/77', { kind: 'none', actor: '' });
const FOREIGN = aCredential('aws:AKIAEXAMPLE');
const INSTALLATION = credential('github:installation/9', { kind: 'app-token', actor: 'ci[bot]' });
const APP_KEY = credential('github:app-key/ci', { kind: 'none', actor: '' });
const CLIENT_SECRET = credential('github:client-secret/Iv1.0123', { kind: 'none', actor: '' });

const SERVER = 'github.delete-on-server';
const PERSONAL = ['github.revoke-credential', SERVER, 'github.cut-access', 'github.new-token'];
const OF_APP = ['github.cut-access', 'github.reset-oauth-token', 'github.new-authorisation'];

describe('which actions are for which credential', () => {
  it.each([
    ['a leaked token', TOKEN, 'cut', PERSONAL],
    ['a token of which only the leak is known', LEAKED_ONLY, 'cut', PERSONAL],
    ['a token out of use', TOKEN, 'retire', [SERVER, 'github.cut-access', 'github.new-token']],
    ['a token known by number alone', NUMBERED, 'cut', ['github.cut-access', 'github.new-token']],
    ['an installation token', HOURLY, 'cut', ['github.end-installation-token', 'github.new-app-key']],
    ['an OAuth token', OAUTH, 'cut', ['github.revoke-credential', SERVER, 'github.end-oauth-token', ...OF_APP]],
    ['an OAuth token out of use', OAUTH, 'retire', [SERVER, 'github.end-oauth-token', ...OF_APP.slice(1)]],
    [
      'the token of an app’s user',
      USER_SESSION,
      'cut',
      ['github.revoke-credential', SERVER, 'github.end-oauth-token', 'github.end-oauth-grant', ...OF_APP],
    ],
    ['an SSH key', SSH, 'cut', [SERVER, 'github.remove-ssh-key', 'github.create-deploy-key']],
    ['an SSH key of a user', USER_SSH, 'cut', [SERVER, 'github.remove-ssh-key', 'github.new-ssh-key']],
    ['a deploy key', DEPLOY_KEY, 'cut', [SERVER, 'github.remove-ssh-key', 'github.create-deploy-key']],
    ['a webhook', HOOK, 'cut', ['github.switch-off-hook', 'github.rotate-hook-secret']],
    ['the webhook of an app', APP_HOOK, 'cut', ['github.rotate-hook-secret']],
    ['a key of another provider', FOREIGN, 'cut', []],
    [
      'an installation',
      INSTALLATION,
      'cut',
      ['github.suspend-installation', 'github.suspend-by-hand', 'github.new-app-key'],
    ],
    [
      'the private key of an app',
      APP_KEY,
      'cut',
      ['github.suspend-installation', 'github.suspend-by-hand', 'github.new-app-key'],
    ],
    ['a client secret', CLIENT_SECRET, 'cut', ['github.new-client-secret']],
  ] as const)('%s, to %s', (_name, one, approach, expected) => {
    expect(applying(one, approach)).toEqual(expected);
  });

  it.each([
    ['gho_', 'oauth-token'],
    ['ghu_', 'session'],
    ['ghr_', 'oauth-token'],
    ['ghs_', 'app-token'],
    ['ghp_', 'token'],
    ['github_pat_', 'token'],
  ])('the form of %s tells what a leak is about', (prefix, kind) => {
    const kinds = GITHUB_KEYS.filter(({ prefixes }) => prefixes.includes(prefix)).map((format) => format.kind);

    expect(new Set(kinds)).toEqual(new Set([kind]));
  });

  it('only what a stopped credential would make impossible comes first', () => {
    const first = (one: Credential): readonly string[] =>
      GITHUB_ACTIONS.flatMap((action) => {
        const target = action.target(one, contextFor(one));
        return target !== null && 'first' in target ? [action.id] : [];
      });

    expect(first(OAUTH)).toEqual(['github.reset-oauth-token']);
    expect(first(SSH)).toEqual(['github.create-deploy-key']);
    expect([DEPLOY_KEY, TOKEN, HOOK, INSTALLATION].flatMap(first)).toEqual([]);
  });

  it('the other SSH keys of the user are offered with a token, by name, and never done unasked', () => {
    const known = [USER_SSH, DEPLOY_KEY, credential('github:ssh/SHA256:ben', { kind: 'ssh-key', actor: 'ben' })];
    const [action] = GITHUB_ACTIONS.filter(({ id }) => id === 'github.remove-other-keys');
    const target = (one: Credential, approach: Approach = 'cut'): unknown =>
      action?.target(one, contextFor(one, { approach, known, subtree: [one, DEPLOY_KEY] }));

    expect(target(TOKEN)).toMatchObject({ offered: true, params: { fingerprints: 'SHA256:def' } });
    expect(target(TOKEN)).toMatchObject({ label: expect.stringContaining('SHA256:def') });
    for (const other of [HOURLY, SSH, HOOK, LEAKED_ONLY]) expect(target(other)).toBeNull();
    expect(target(TOKEN, 'retire')).toBeNull();
  });

  it.each([
    ['integration.generate_client_secret', 'shop', 'https://github.com/organizations/acme/settings/applications'],
    ['repo.access', 'acme/api', 'https://github.com/acme/api/settings'],
    ['integration_installation.create', 'x"><script>', 'https://github.com/organizations/acme/settings/installations'],
    ['repo.access', '../../evil', 'https://github.com/organizations/acme/settings'],
  ])('what %s has changed at %s is put back by a person, with a link', (event, target, link) => {
    const [base] = aFinding().evidence;
    const [action] = GITHUB_ACTIONS.filter(({ id }) => id === 'github.put-back');
    if (base === undefined || action === undefined) throw new Error('no event');
    const made = (change: object): ReturnType<typeof action.target> =>
      action.target(
        TOKEN,
        contextFor(TOKEN, { event: { ...base, provider: 'github', action: event, target, ...change } }),
      );
    const found = made({});

    expect(found === null || 'refused' in found ? null : action.guide?.(found).link).toBe(link);
    for (const other of [{ outcome: 'denied' }, { action: 'git.clone' }, { provider: 'aws' }])
      expect(made(other)).toBeNull();
  });

  it('several leaked tokens are one request', () => {
    const [action] = GITHUB_ACTIONS.filter(({ id }) => id === 'github.revoke-credential');
    const other = credential(`github:${'cd'.repeat(32)}`);
    const targets = [TOKEN, other].map((one) => action?.target(one, contextFor(one)));
    const joined = action?.join?.targets(
      targets.flatMap((one) => (one === null || one === undefined || 'refused' in one ? [] : [one])),
    );

    expect(action?.join?.most).toBe(1_000);
    expect(joined).toMatchObject({ params: { hash: `${HASH} ${'cd'.repeat(32)}` } });
    expect(joined === undefined ? [] : action?.plan(joined).filter(({ effect }) => effect === 'write')).toEqual([
      {
        service: 'github',
        operation: 'POST /credentials/revoke',
        params: { sha256: `${HASH} and 1 more` },
        effect: 'write',
      },
    ]);
  });

  it.each(['observe', 'make-room', 'release'] as const)('nothing is stopped to %s', (approach) => {
    const stopping = GITHUB_ACTIONS.filter(({ capability }) => capability === 'contain').map(({ id }) => id);

    for (const one of [TOKEN, HOURLY, OAUTH, SSH, USER_SSH, HOOK, INSTALLATION, CLIENT_SECRET]) {
      expect(applying(one, approach).filter((id) => stopping.includes(id))).toEqual([]);
    }
  });

  it('nothing that cannot be undone may run without a person', () => {
    const irreversible = GITHUB_ACTIONS.filter(({ risk }) => risk === 'irreversible');

    expect(irreversible.length).toBeGreaterThan(3);
    expect(irreversible.map(({ mode }) => mode)).toEqual(irreversible.map(() => 'gated'));
  });

  it('plans name the token by its hash, and guides lead to a page of GitHub', () => {
    for (const action of GITHUB_ACTIONS) {
      for (const one of [TOKEN, HOURLY, OAUTH, SSH, USER_SSH, HOOK, INSTALLATION, CLIENT_SECRET]) {
        const target = action.target(one, contextFor(one));
        if (target === null || 'refused' in target) continue;
        expect(JSON.stringify(action.plan(target))).not.toMatch(/gh[pousr]_/);
        if (action.guide !== undefined) expect(action.guide(target).link).toMatch(/^https:\/\/github\.com\//);
      }
    }
  });

  it('a name with odd characters stays inside the link', () => {
    const odd = credential(`github:${HASH}`, { kind: 'session', actor: 'x/../../evil?a=1[bot]' });
    const [action] = GITHUB_ACTIONS.filter(({ id }) => id === 'github.new-app-key');
    const target = action?.target(odd, contextFor(odd));
    if (action === undefined || target === null || target === undefined || 'refused' in target)
      throw new Error('no target');

    expect(action.guide?.(target).link).toBe(
      'https://github.com/organizations/acme/settings/apps/x%2F..%2F..%2Fevil%3Fa%3D1',
    );
  });
});
