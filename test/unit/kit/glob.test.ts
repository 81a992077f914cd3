import { describe, expect, it } from 'vitest';
import { aliasMatcher, globMatcher } from '../../../src/kit/glob.ts';

describe('globMatcher', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['abc', 'ABC', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['a*', 'a', true],
    ['a*', 'ba', false],
    ['*c', 'abc', true],
    ['a*c', 'ac', true],
    ['ab*ba', 'aba', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'acb', false],
    ['a**c', 'abc', true],
    ['a.c', 'abc', false],
    ['(a|b)*', '(a|b)c', true],
    ['*x*x', 'x', false],
    ['*x*x', 'xx', true],
  ])('%s against %j is %s', (pattern, text, expected) => {
    expect(globMatcher(pattern)(text)).toBe(expected);
  });

  it('does not slow down on patterns made to be slow', () => {
    const matches = globMatcher(`${'a*'.repeat(200)}b`);

    expect(matches('a'.repeat(20_000))).toBe(false);
  });
});

describe('aliasMatcher', () => {
  it('matches the alias and its part after the provider', () => {
    expect(aliasMatcher('aws:AKIA*')('aws:AKIA1')).toBe(true);
    expect(aliasMatcher('AKIA*')('aws:AKIA1')).toBe(true);
    expect(aliasMatcher('AKIA*')('AKIA1')).toBe(true);
  });

  it('does not match the alias of another provider', () => {
    expect(aliasMatcher('aws:*')('github:abc')).toBe(false);
  });
});
