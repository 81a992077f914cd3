import { describe, expect, it } from 'vitest';
import {
  authorizationItem,
  deployKeyItem,
  grantItem,
  installationItem,
  serverTokenItem,
} from '../../../../connectors/github/inventory-items.ts';

const KEY = `ssh-ed25519 ${Buffer.alloc(51, 5).toString('base64')}`;

describe('what a credential may change', () => {
  it('is every permission of a grant that does more than read, of organisation and repositories', () => {
    const permissions = {
      organization: { members: 'read', organization_hooks: 'admin' },
      repository: { contents: 'write', metadata: 'read' },
      other: {},
    };
    expect(grantItem({ token_id: 7, permissions }, 'acme')?.powers).toEqual([
      'organization_hooks:admin',
      'contents:write',
    ]);
    expect(grantItem({ token_id: 7, permissions: { repository: { metadata: 'read' } } }, 'acme')?.powers).toEqual([]);
  });

  it('is not known where the answer shows no permissions: that is not the same as none', () => {
    expect(grantItem({ token_id: 7 }, 'acme')).not.toHaveProperty('powers');
    expect(installationItem({ id: 7, permissions: 'all' }, 'acme')).not.toHaveProperty('powers');
    expect(serverTokenItem({ hashed_token: '0'.repeat(64) })).not.toHaveProperty('powers');
  });

  it('is every classic scope that does more than read', () => {
    const scopes = [
      'repo',
      'read:org',
      'user:email',
      'admin:org',
      'read:audit_log',
      'public_repo',
      'write:packages',
      '',
    ];
    const token = { credential_type: 'personal access token', authorized_credential_id: 9, scopes };
    expect(authorizationItem(token, 'acme')?.powers).toEqual(['repo', 'admin:org', 'public_repo', 'write:packages']);
  });

  it('is what its owner may, for an SSH key: nobody says what that is', () => {
    const key = { credential_type: 'SSH key', fingerprint: 'a'.repeat(43), scopes: [] };
    expect(authorizationItem(key, 'acme')).not.toHaveProperty('powers');
  });

  it('is the repository, for a deploy key that may write', () => {
    expect(deployKeyItem({ key: KEY, read_only: false }, 'acme', 'acme/shop')?.powers).toEqual(['contents:write']);
    expect(deployKeyItem({ key: KEY, read_only: true }, 'acme', 'acme/shop')?.powers).toEqual([]);
    // Said by nobody, the worse is assumed.
    expect(deployKeyItem({ key: KEY }, 'acme', 'acme/shop')?.powers).toEqual(['contents:write']);
  });

  it('is bounded, whatever the answer holds', () => {
    const repository = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`p${at}`, 'write']));
    expect(grantItem({ token_id: 7, permissions: { repository } }, 'acme')?.powers).toHaveLength(100);
  });
});
