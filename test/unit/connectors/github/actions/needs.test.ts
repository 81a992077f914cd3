import { expect, it } from 'vitest';
import { GITHUB_ACTIONS } from '../../../../../connectors/github/actions.ts';
import { unavailableAction } from '../../../../../connectors/github/checks/unavailable.ts';
import { GITHUB_CONFIG } from '../../../../../connectors/github/config.ts';
import { GITHUB_SETUP } from '../../../../../connectors/github/setup.ts';

const LEVELS = ['', 'read', 'write'];

/** Permissions that the acting app is made with, by its manifest. */
function granted(): Readonly<Record<string, string>> {
  const grant = GITHUB_SETUP.grants.find(({ name }) => name === 'keywatch-respond');
  const manifest = JSON.parse(grant?.document ?? '{}') as { default_permissions?: Record<string, string> };
  return manifest.default_permissions ?? {};
}

it('the app that acts is made with every permission that an action names', () => {
  const needs = GITHUB_ACTIONS.flatMap((action) => action.needs).flatMap((need) => {
    const [, name = '', level = ''] = /^(\w+): (read|write)\b/.exec(need) ?? [];
    return name === '' ? [] : [{ name, level }];
  });

  expect(needs.length).toBeGreaterThan(8);
  for (const { level, name } of needs)
    expect(LEVELS.indexOf(granted()[name] ?? ''), name).toBeGreaterThanOrEqual(LEVELS.indexOf(level));
});

it.each([
  ['nothing of ours', {}, ['reset-oauth-token', 'end-oauth-token', 'end-oauth-grant', 'suspend-installation']],
  [
    'an OAuth app of ours',
    { 'oauth-apps': [{ 'client-id': 'Ov23', 'client-secret': 'env:SECRET' }] },
    ['new-authorisation', 'suspend-installation'],
  ],
  [
    'a GitHub App of ours',
    { apps: [{ id: 7, 'private-key': 'env:KEY' }] },
    ['reset-oauth-token', 'end-oauth-token', 'end-oauth-grant', 'suspend-by-hand'],
  ],
])('with %s in the configuration, what it makes no use of says why', (_name, respond, unused) => {
  const config = GITHUB_CONFIG.parse({ organizations: ['acme'], respond: { token: 'env:TOKEN', ...respond } });
  const found = GITHUB_ACTIONS.map(({ id }) => id).filter((id) => unavailableAction(config, id) !== '');

  expect(new Set(found)).toEqual(new Set(['delete-on-server', ...unused].map((id) => `github.${id}`)));
});

it('on a server of one’s own, tokens are deleted by its administrators and not revoked by request', () => {
  const config = GITHUB_CONFIG.parse({ 'base-url': 'https://git.example.com/api/v3', respond: { token: 'env:TOKEN' } });

  expect(unavailableAction(config, 'github.delete-on-server')).toBe('');
  expect(unavailableAction(config, 'github.revoke-credential')).toContain('delete-on-server');
});
