import { describe, expect, it } from 'vitest';
import { parseReference, secretResolver } from '../../../src/config/secret-refs.ts';
import { Secret } from '../../../src/core/secret.ts';

const SCHEMES = ['env', 'file', 'vault'];

describe('parseReference', () => {
  it.each([
    ['env:NAME', { scheme: 'env', rest: 'NAME' }],
    [' env:_n1 ', { scheme: 'env', rest: '_n1' }],
    ['file:/run/secrets/a b', { scheme: 'file', rest: '/run/secrets/a b' }],
    ['vault:kv/a:b', { scheme: 'vault', rest: 'kv/a:b' }],
  ])('%j', (text, expected) => {
    expect(parseReference(text, SCHEMES)).toEqual(expected);
  });

  it.each(['', 'NAME', 'env:', 'env:1X', 'env:A B', 'env:$X', 'https://x', 'other:x', 'ENV:X', ':x'])(
    '%j is none',
    (text) => {
      expect(parseReference(text, SCHEMES)).toBeNull();
    },
  );
});

describe('secretResolver', () => {
  const files: Record<string, string> = { '/etc/kw/s': 'one\n', '/abs': 'two' };
  const resolver = secretResolver({
    file: '/etc/kw/k.yaml',
    env: (name) => ({ A: ' value ', EMPTY: '' })[name],
    readFile: async (path) =>
      files[path] ?? Promise.reject(Object.assign(new Error('secret stuff'), { code: 'EACCES' })),
    stores: { vault: async (target) => new Secret(`from vault: ${target}`) },
  });

  it.each([
    ['env:A', 'value'],
    ['file:s', 'one'],
    ['file:/abs', 'two'],
    ['vault:kv/x', 'from vault: kv/x'],
  ])('%s', async (reference, expected) => {
    expect((await resolver(reference)).reveal()).toBe(expected);
  });

  it('reads anew each time, so that a rotated file is noticed', async () => {
    await resolver('file:s');
    files['/etc/kw/s'] = 'rotated';

    expect((await resolver('file:s')).reveal()).toBe('rotated');
  });

  it.each([
    ['env:NOPE', 'environment variable NOPE is not set'],
    ['env:EMPTY', 'env:EMPTY is empty'],
    ['file:nope', 'secret file /etc/kw/nope cannot be read (EACCES)'],
    ['hunter2', 'a secret reference cannot be read'],
    ['aws:hunter2', 'a secret reference cannot be read'],
  ])('%s fails with what to do', async (reference, message) => {
    await expect(resolver(reference)).rejects.toMatchObject({ message, code: 'CONFIG_SECRET_MISSING', kind: 'config' });
    await expect(resolver(reference)).rejects.not.toMatchObject({ hint: '' });
  });
});
