import { describe, expect, it } from 'vitest';
import { Limits, limitHeaders } from '../../../../src/simulate/github/limits.ts';

const HOUR = 3_600_000;

describe('budgets of the simulated GitHub', () => {
  it('count down within an hour and begin anew in the next', () => {
    const limits = new Limits();

    expect(limitHeaders(limits.spend('anna', 'core', 2, 0))).toMatchObject({
      'x-ratelimit-remaining': '1',
      'x-ratelimit-reset': '3600',
    });
    expect(limits.spend('anna', 'core', 2, 1).used).toBe(2);
    expect(() => limits.spend('anna', 'core', 2, 2)).toThrow('rate limit exceeded');
    expect(limits.spend('anna', 'core', 2, HOUR).used).toBe(1);
  });

  it('are kept by caller and by resource', () => {
    const limits = new Limits();
    limits.spend('anna', 'core', 1, 0);

    expect(limits.spend('ben', 'core', 1, 0).used).toBe(1);
    expect(limits.spend('anna', 'audit_log', 1, 0).used).toBe(1);
  });

  it('refuse too many points a minute with the seconds that are left of it', () => {
    const limits = new Limits();
    limits.points('anna', '/user', 5, 6, 0);

    expect(() => limits.points('anna', '/user', 5, 6, 20_000)).toThrow(
      expect.objectContaining({ headers: { 'retry-after': '40' } }),
    );
    expect(() => limits.points('anna', '/other', 5, 6, 20_000)).not.toThrow();
    expect(() => limits.points('anna', '/user', 5, 6, 60_000)).not.toThrow();
  });
});
