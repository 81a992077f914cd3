import { describe, expect, it } from 'vitest';
import { sizeText } from '../../../src/cli/text/size.ts';
import { parseAge, parseCount, parseMoment } from '../../../src/cli/usage.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';

const NOW = Date.UTC(2026, 10, 23, 20);

describe('moments on the command line', () => {
  it.each([
    ['2026-11-23', Date.UTC(2026, 10, 23)],
    ['2026-11-23T20:15', Date.UTC(2026, 10, 23, 20, 15)],
    ['2026-11-23 20:15:30', Date.UTC(2026, 10, 23, 20, 15, 30)],
    ['2026-11-23T20:15:30Z', Date.UTC(2026, 10, 23, 20, 15, 30)],
    ['2026-11-23T20:15+02:00', Date.UTC(2026, 10, 23, 18, 15)],
    ['7d', NOW - 7 * DAY],
    ['1h', NOW - HOUR],
  ])('%s is read in UTC unless it says otherwise', (text, at) => {
    expect(parseMoment(text, NOW, '--from')).toBe(at);
  });

  it('is a whole second, however odd the clock stands', () => {
    expect(parseMoment('1h', NOW + 316, '--from')).toBe(NOW - HOUR);
  });

  it.each(['', 'yesterday', '23.11.2026', '2026-11-23  20:15', '2026-11-23T99:99', '-7d'])('%j is none', (text) => {
    expect(() => parseMoment(text, NOW, '--from')).toThrow(/^--from .*is no moment$/);
  });

  it.each(['2026-13-40', '2026-02-30'])('%s is no day of the calendar', (text) => {
    expect(() => parseMoment(text, NOW, '--from')).toThrow(/is no moment$/);
  });
});

describe('ages, counts and sizes', () => {
  it('are read and written for people', () => {
    expect(parseAge('90d', '--unused-for')).toBe(90 * DAY);
    expect(() => parseAge('90', '--unused-for')).toThrow('--unused-for 90 is no span of time');
    expect(parseCount('12', '--limit')).toBe(12);
    for (const text of ['0', '-1', '1.5', 'x', '']) expect(() => parseCount(text, '--limit')).toThrow('is no count');
    expect([0, 999, 1_000, 737_280, 5_400_000_000].map(sizeText)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.0 KB',
      '737.3 KB',
      '5.4 GB',
    ]);
  });
});
