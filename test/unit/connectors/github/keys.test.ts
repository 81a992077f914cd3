import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf } from '../../../../connectors/github/crc62.ts';
import { GITHUB } from '../../../../connectors/github/index.ts';
import { GITHUB_KEYS } from '../../../../connectors/github/keys.ts';
import {
  identifierOfHash,
  loggedHash,
  sshIdentifier,
  tokenIdentifier,
  tokenNumber,
} from '../../../../connectors/github/records/token-hash.ts';
import { findKeys, keyFormatsOf } from '../../../../src/kit/key-scan.ts';
import { aToken } from './records.ts';

const FORMATS = keyFormatsOf([GITHUB]);
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const body = (chars: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet), { minLength: chars, maxLength: chars }).map((list) => list.join(''));
const kindOf = (text: string): string => findKeys(`key=${text};`, FORMATS)[0]?.format.id ?? '';
const verdictOn = (text: string): string => {
  const [found] = findKeys(text, FORMATS);
  return found === undefined ? 'none' : found.format.check(found.text);
};

describe('GitHub tokens', () => {
  it('close with a checksum in base 62', () => {
    expect(checksumOf('0123456789abcdefghijABCDEFGHIJ')).toBe('3mpbCX');
  });

  it.each([
    ['ghp', 30, 'github.classic-token'],
    ['gho', 30, 'github.oauth-token'],
    ['ghu', 30, 'github.app-user-token'],
    ['ghs', 30, 'github.short-installation-token'],
    ['ghr', 70, 'github.refresh-token'],
  ])('%s_ of any body is genuine with its checksum, and a sample with one character changed', (prefix, chars, id) => {
    fc.assert(
      fc.property(body(chars), fc.nat(chars - 1), fc.constantFrom(...alphabet), (text, at, other) => {
        const token = aToken(prefix, text);
        expect(kindOf(token)).toBe(id);
        expect(verdictOn(token)).toBe('genuine');
        if (text[at] === other) return;
        const changed = `${prefix}_${text.slice(0, at)}${other}${text.slice(at + 1)}${checksumOf(text)}`;
        expect(verdictOn(changed)).toBe('sample');
      }),
      { numRuns: 50 },
    );
  });

  it('of the fine-grained kind are told by their shape; their check never refutes', () => {
    const token = `github_pat_${'A1'.repeat(11)}_${'b2C'.repeat(19)}de`;
    expect(kindOf(token)).toBe('github.fine-grained-token');
    expect(verdictOn(token)).toBe('unknown');
  });

  it('of installations come in a long form with dots', () => {
    const header = Buffer.from('{"alg":"RS256","typ":"JWT"}').toString('base64url');
    const token = `ghs_123456_${header}.${'eyJp'.repeat(60)}.${'s1G-_'.repeat(60)}`;
    const [found] = findKeys(`TOKEN="${token}"`, FORMATS);
    expect(found?.format.id).toBe('github.installation-token');
    expect(found?.text).toBe(token);
    expect(verdictOn(token)).toBe('genuine');
  });

  it.each(['ghp_tooShort', 'xghp_' + 'a'.repeat(36), 'ghp_' + 'a'.repeat(40)])('%s is none', (text) => {
    expect(findKeys(text, FORMATS)).toEqual([]);
  });

  it('are known by the hash that the log shows', () => {
    const token = aToken('ghp');
    const identifier = tokenIdentifier(token);
    expect(GITHUB_KEYS[0]?.identifiers(token)).toEqual([identifier]);
    expect(identifierOfHash(loggedHash(identifier))).toBe(identifier);
    expect(loggedHash(identifier)).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  });
});

describe('names of other credentials', () => {
  it.each(['', 'abc', 'x'.repeat(64)])('a hash is not %j', (text) => {
    expect(identifierOfHash(text)).toBe('');
  });

  it('numbers of tokens are numbers', () => {
    expect(['4711', '0', '', '-1', 'x'].map(tokenNumber)).toEqual(['token-id/4711', '', '', '', '']);
  });

  it('a key and its printed fingerprint are one', () => {
    const key = `ssh-ed25519 ${Buffer.alloc(51, 3).toString('base64')} me@host`;
    const named = sshIdentifier(key, '');
    expect(sshIdentifier('', named.slice('ssh/'.length))).toBe(named);
    expect(sshIdentifier('', named.slice('ssh/SHA256:'.length))).toBe(named);
  });
});
