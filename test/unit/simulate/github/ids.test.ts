import { describe, expect, it } from 'vitest';
import { GITHUB_KEYS } from '../../../../connectors/github/keys.ts';
import { sshIdentifier, tokenIdentifier } from '../../../../connectors/github/records/token-hash.ts';
import { fingerprintOf, hashedToken, hexHash, newPublicKey, newToken } from '../../../../src/simulate/github/ids.ts';
import { seeded } from '../../../../src/simulate/seeded.ts';

describe('tokens of the simulated GitHub', () => {
  it.each([
    ['classic', 'github.classic-token'],
    ['fine-grained', 'github.fine-grained-token'],
    ['oauth', 'github.oauth-token'],
    ['app-user', 'github.app-user-token'],
    ['installation', 'github.installation-token'],
  ] as const)('of the kind %s look genuine to %s, and a changed one does not', (kind, format) => {
    const token = newToken(seeded('a'), kind, 77);
    const [found, ...more] = GITHUB_KEYS.filter(({ pattern }) => pattern.exec(token)?.[0] === token);

    expect(more).toEqual([]);
    expect(found?.id).toBe(format);
    expect(found?.check(token)).toBe('genuine');
    const at = token.length - 10;
    const changed = token.slice(0, at) + (token[at] === 'x' ? 'y' : 'x') + token.slice(at + 1);
    if (kind !== 'installation') expect(found?.check(changed)).not.toBe('genuine');
  });

  it('are the same for the same seed and different for another', () => {
    expect(newToken(seeded('a'), 'classic', 0)).toBe(newToken(seeded('a'), 'classic', 0));
    expect(newToken(seeded('a'), 'classic', 0)).not.toBe(newToken(seeded('b'), 'classic', 0));
  });

  it('are hashed as the log and the inventory do it', () => {
    expect(hexHash('abc')).toBe(tokenIdentifier('abc'));
    expect(Buffer.from(hashedToken('abc'), 'base64').toString('hex')).toBe(hexHash('abc'));
    expect(hashedToken('abc')).toHaveLength(44);
  });

  it('and keys have the fingerprint that OpenSSH gives them', () => {
    const key = newPublicKey(seeded('a'));

    expect(`ssh/SHA256:${fingerprintOf(key)}`).toBe(sshIdentifier(key, ''));
  });
});
