import { describe, expect, it } from 'vitest';
import { GITHUB_ACTIONS } from '../../../../../connectors/github/actions.ts';
import type { Approach } from '../../../../../src/core/action.ts';
import type { Credential } from '../../../../../src/core/credential.ts';
import { aCredential } from '../../../../support/plan-inputs.ts';
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
const HOOK = credential('github:hook/7', { kind: 'webhook-secret' });
const FOREIGN = aCredential('aws:AKIAEXAMPLE');
const INSTALLATION = credential('github:installation/9', { kind: 'app-token' });

describe('which actions are for which credential', () => {
  it.each([
    ['a leaked token', TOKEN, 'cut', ['github.revoke-credential', 'github.cut-access', 'github.new-token']],
    ['a token out of use', TOKEN, 'retire', ['github.cut-access', 'github.new-token']],
    ['a token known by number alone', NUMBERED, 'cut', ['github.cut-access', 'github.new-token']],
    ['an installation token', HOURLY, 'cut', ['github.end-installation-token', 'github.new-app-key']],
    [
      'the token of an app’s user',
      USER_SESSION,
      'cut',
      ['github.revoke-credential', 'github.cut-access', 'github.new-token'],
    ],
    ['an SSH key', SSH, 'cut', ['github.remove-ssh-key', 'github.create-deploy-key']],
    ['a webhook', HOOK, 'cut', ['github.switch-off-hook', 'github.rotate-hook-secret']],
    ['a key of another provider', FOREIGN, 'cut', []],
    ['an installation', INSTALLATION, 'cut', []],
  ] as const)('%s, to %s', (_name, one, approach, expected) => {
    expect(applying(one, approach)).toEqual(expected);
  });

  it.each(['observe', 'make-room', 'release'] as const)('nothing is stopped to %s', (approach) => {
    const stopping = GITHUB_ACTIONS.filter(({ capability }) => capability === 'contain').map(({ id }) => id);

    for (const one of [TOKEN, HOURLY, SSH, HOOK]) {
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
      for (const one of [TOKEN, HOURLY, SSH, HOOK]) {
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
