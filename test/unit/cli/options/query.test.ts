import { describe, expect, it } from 'vitest';
import { queryOf } from '../../../../src/cli/options/query.ts';
import { DAY } from '../../../../src/core/time.ts';

const NOW = Date.UTC(2026, 10, 23, 20);

describe('filters on the command line', () => {
  it('become a question with only what was given', () => {
    expect(queryOf({}, NOW)).toEqual({});
    expect(queryOf({ since: '7d', actor: 'ci-*', outcome: 'denied' }, NOW)).toEqual({
      from: NOW - 7 * DAY,
      actor: 'ci-*',
      outcome: 'denied',
    });
    expect(queryOf({ credential: 'AKIA1', lineage: true, to: '2026-11-01' }, NOW)).toEqual({
      credential: 'AKIA1',
      lineage: true,
      to: Date.UTC(2026, 10, 1),
    });
  });

  it.each(['credential', 'actor', 'action', 'provider', 'account', 'ip'])(
    'refuse an empty --%s, which would match what has no name',
    (name) => {
      expect(() => queryOf({ [name]: '' }, NOW)).toThrow(`--${name} is empty`);
      expect(() => queryOf({ [name]: '  ' }, NOW)).toThrow(`--${name} is empty`);
    },
  );

  it.each([
    [{ from: '7d', since: '7d' }, '--from and --since say the same'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'ends before it begins'],
    [{ from: '2026-11-02', to: '2026-11-02' }, 'ends before it begins'],
    [{ since: '1d', to: '2d' }, 'ends before it begins'],
    [{ lineage: true }, '--lineage needs --credential'],
    [{ outcome: 'maybe' }, '--outcome maybe is not known'],
  ])('%j is refused', (options, message) => {
    expect(() => queryOf(options, NOW)).toThrow(message);
  });
});

describe('addresses on the command line', () => {
  it.each([
    ['198.51.100.24', '198.51.100.24'],
    ['2001:DB8:0::24', '2001:DB8:0::24/128'],
    ['2001:db8::/48', '2001:db8::/48'],
    ['198.51.100.0/24', '198.51.100.0/24'],
    ['ec2.example', 'ec2.example'],
    ['AWS Internal', 'AWS Internal'],
  ])('%s is looked for as %s', (ip, address) => {
    expect(queryOf({ ip }, NOW)).toEqual({ address });
  });

  it.each(['300.1.1.1', '198.51.100', '198.51.100.024', '2001:db8::1::2', ':::', '198.51.100.0/33', '2001:db8::/200'])(
    '%s is none',
    (ip) => {
      expect(() => queryOf({ ip }, NOW)).toThrow(`--ip ${ip} is no address`);
    },
  );
});
