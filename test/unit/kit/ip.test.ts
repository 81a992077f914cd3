import { describe, expect, it } from 'vitest';
import { canonicalAddress, parseAddress } from '../../../src/kit/ip.ts';

describe('canonicalAddress', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:0201', '192.0.2.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['1:2:3:4:5:6:192.0.2.33', '1:2:3:4:5:6:c000:221'],
  ])('%s is written %s', (text, expected) => {
    expect(canonicalAddress(text)).toBe(expected);
  });

  it.each([
    '',
    '035.249.253.232',
    '192.0.2',
    '192.0.2.1.1',
    '192.0.2.256',
    '192.0.2.-1',
    '192.0.2.1 ',
    ' 192.0.2.1',
    '192.0.2.x',
    'sts.example.com',
    '1::2::3',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'fe80::1%eth0',
    '192.0.2.1::',
    '::192.0.2.1:1',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    '0x7f.0.0.1',
    '192.0.2.XXX',
    'HIDDEN_DUE_TO_SECURITY_REASONS',
  ])('%j is no address', (text) => {
    expect(canonicalAddress(text)).toBeNull();
  });
});

describe('parseAddress', () => {
  it('gives 4 bytes for IPv4 and 16 for IPv6', () => {
    expect(parseAddress('198.51.100.7')).toEqual(new Uint8Array([198, 51, 100, 7]));
    expect(parseAddress('2001:db8::7')).toEqual(new Uint8Array([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]));
  });
});
