import { describe, expect, it } from 'vitest';
import { canonicalBlock, networkMatcher } from '../../../src/kit/cidr.ts';

describe('canonicalBlock', () => {
  it.each([
    ['198.51.100.0/24', '198.51.100.0/24'],
    ['198.51.100.7/24', '198.51.100.0/24'],
    ['198.51.100.7', '198.51.100.7'],
    ['198.51.100.7/32', '198.51.100.7'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['203.0.113.255/31', '203.0.113.254/31'],
    ['2001:DB8::1/48', '2001:db8::/48'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['::/0', '::/0'],
  ])('%s is written %s', (text, expected) => {
    expect(canonicalBlock(text)).toBe(expected);
  });

  it.each([
    '',
    '/24',
    '198.51.100.0/',
    '198.51.100.0/33',
    '198.51.100.0/024',
    '198.51.100.0/-1',
    '198.51.100.0/24/8',
    '::/129',
    'x/8',
  ])('%j is no block', (text) => {
    expect(canonicalBlock(text)).toBeNull();
  });
});

describe('networkMatcher', () => {
  const ours = networkMatcher(['198.51.100.0/25', '203.0.113.9', '2001:db8::/32']);

  it.each([
    ['198.51.100.0', true],
    ['198.51.100.127', true],
    ['198.51.100.128', false],
    ['203.0.113.9', true],
    ['203.0.113.8', false],
    ['::ffff:203.0.113.9', true],
    ['2001:db8:ffff::1', true],
    ['2001:db9::1', false],
    ['service.example.com', false],
    ['', false],
    ['0.0.0.0', false],
  ])('%s: %s', (address, expected) => {
    expect(ours(address)).toBe(expected);
  });

  it('keeps the two families apart, even for the whole of one', () => {
    expect(networkMatcher(['0.0.0.0/0'])('2001:db8::1')).toBe(false);
    expect(networkMatcher(['::/0'])('192.0.2.1')).toBe(false);
    expect(networkMatcher(['0.0.0.0/0'])('192.0.2.1')).toBe(true);
  });

  it('matches nothing without blocks', () => {
    expect(networkMatcher([])('192.0.2.1')).toBe(false);
  });
});
