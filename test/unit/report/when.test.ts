import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { clockTime, duration, timeOfDay } from '../../../src/report/when.ts';

describe('spans of time', () => {
  it.each([
    [-5, '0 ms'],
    [0, '0 ms'],
    [999, '999 ms'],
    [SECOND, '1 s'],
    [61 * SECOND, '1 min 1 s'],
    [HOUR, '1 h'],
    [HOUR + 59 * SECOND, '1 h'],
    [3 * DAY + 4 * HOUR + 5 * MINUTE, '3 d 4 h'],
    [400 * DAY, '400 d'],
  ])('%i ms reads %s', (span, text) => {
    expect(duration(span)).toBe(text);
  });
});

describe('moments', () => {
  it('are told in UTC, to the second', () => {
    const at = Date.UTC(2026, 10, 23, 3, 12, 7, 890);

    expect([clockTime(at), timeOfDay(at)]).toEqual(['2026-11-23 03:12:07', '03:12:07']);
  });
});
