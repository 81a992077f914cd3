import { describe, expect, it } from 'vitest';
import { originOf } from '../../../../../connectors/aws/records/address.ts';

describe('originOf', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['035.249.253.232', '35.249.253.232'],
    ['253.252.51.07', '253.252.51.7'],
    ['010.000.000.001', '10.0.0.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8::0001', '2001:db8::1'],
    ['::ffff:192.0.2.9', '192.0.2.9'],
  ])('writes %s as %s', (source, address) => {
    expect(originOf(source, '')).toEqual({ address, via: '' });
  });

  it.each([
    ['0.0.0.0', 'what anonymisers write'],
    ['000.000.000.000', 'the same with padding'],
    ['::', 'the same in IPv6'],
    ['256.1.1.1', 'an octet too large'],
    ['1.2.3', 'three octets'],
    ['1.2.3.4.5', 'five octets'],
    ['1.2.3.', 'an empty octet'],
    ['0012.1.1.1', 'an octet of four digits'],
    ['1:2:3', 'not enough groups'],
    ['***.***.***.***', 'a mask'],
    ['evil.example.com', 'a host of somebody else'],
    ['', 'nothing'],
  ])('makes nothing of %j, %s', (source) => {
    expect(originOf(source, '')).toEqual({ address: '', via: '' });
  });

  it('takes the host of a service as the one that acted', () => {
    expect(originOf('rds.amazonaws.com', '')).toEqual({ address: 'rds.amazonaws.com', via: 'rds.amazonaws.com' });
    expect(originOf('Config.amazonaws.com', '')).toEqual({
      address: 'config.amazonaws.com',
      via: 'config.amazonaws.com',
    });
  });

  it('believes invokedBy over the host', () => {
    expect(originOf('cloudformation.amazonaws.com', 'athena.amazonaws.com').via).toBe('athena.amazonaws.com');
    expect(originOf('198.51.100.7', 'cloudformation.amazonaws.com')).toEqual({
      address: '198.51.100.7',
      via: 'cloudformation.amazonaws.com',
    });
  });

  it('knows AWS itself, which has no address', () => {
    expect(originOf('AWS Internal', '')).toEqual({ address: '', via: 'AWS Internal' });
    expect(originOf('AWS Internal', 'secretsmanager.amazonaws.com').via).toBe('secretsmanager.amazonaws.com');
  });

  it('does not believe a host that only ends like one of AWS', () => {
    expect(originOf('notamazonaws.com', '').via).toBe('');
    expect(originOf('amazonaws.com.evil.example', '').via).toBe('');
  });
});
