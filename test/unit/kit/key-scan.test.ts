import { describe, expect, it } from 'vitest';
import { findKeys, keyFormatsOf, keyKindOf, prefixOf } from '../../../src/kit/key-scan.ts';
import { acme, bareSecret, keyId, liveKey, other, publishableKey, testKey } from '../../support/acme.ts';

const FORMATS = keyFormatsOf([acme, other]);

function kinds(text: string): readonly string[] {
  return findKeys(text, FORMATS).map(({ format, text: key }) => `${format.id} ${key}`);
}

describe('findKeys', () => {
  it('finds keys of several formats in order of place', () => {
    const text = `id=${keyId('a')} secret=${bareSecret('a')}\nstripe? ${testKey('b')}!`;

    expect(kinds(text)).toEqual([
      `acme.key-id ${keyId('a')}`,
      `acme.bare-secret ${bareSecret('a')}`,
      `acme.test-key ${testKey('b')}`,
    ]);
  });

  it('finds the same key twice where it stands twice', () => {
    expect(kinds(`${liveKey('a')},${liveKey('a')}`)).toHaveLength(2);
  });

  it('gives places', () => {
    const [match] = findKeys(`x ${liveKey('a')}`, FORMATS);

    expect(match).toMatchObject({ provider: 'acme', start: 2, end: 2 + liveKey('a').length });
  });

  it('lets the longer prefix win where two formats claim the same text', () => {
    expect(kinds(liveKey('a'))).toEqual([`acme.live-key ${liveKey('a')}`]);
  });

  it('finds nothing in nothing', () => {
    expect(kinds('')).toEqual([]);
    expect(kinds('acme_sk_live_ and nothing behind')).toEqual([]);
  });

  it('copes with a pattern that matches the empty text', () => {
    const [first] = FORMATS;
    if (first === undefined) throw new Error('no formats');
    const empty = { provider: 'x', format: { ...first.format, prefixes: [], pattern: /z*/ } };

    expect(findKeys('abc', [empty])).toEqual([]);
  });

  it('does not run a pattern whose prefixes are absent', () => {
    const [first] = FORMATS;
    if (first === undefined) throw new Error('no formats');
    const any = { provider: 'x', format: { ...first.format, prefixes: ['never_'], pattern: /.+/ } };

    expect(findKeys('abc', [any])).toEqual([]);
  });
});

describe('keyKindOf', () => {
  it('tells the kind of a whole text only', () => {
    expect(keyKindOf(publishableKey('a'), FORMATS)?.format.id).toBe('acme.publishable-key');
    expect(keyKindOf(`${publishableKey('a')} `, FORMATS)).toBeNull();
    expect(keyKindOf('nothing', FORMATS)).toBeNull();
  });
});

describe('prefixOf', () => {
  it('is the longest prefix that the text shows', () => {
    const format = other.keys[0];
    if (format === undefined) throw new Error('no format');

    expect(prefixOf(format, 'oth_longer_x')).toBe('oth_longer_');
    expect(prefixOf(format, 'oth_x')).toBe('oth_');
    expect(prefixOf(format, 'x')).toBe('');
  });
});
