import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../src/kit/instants.ts';

describe('parseInstant', () => {
  it.each([
    ['2026-11-23', Date.UTC(2026, 10, 23)],
    ['2026-11-23T20:15:00Z', Date.UTC(2026, 10, 23, 20, 15)],
    ['2026-11-23T20:15Z', Date.UTC(2026, 10, 23, 20, 15)],
    ['2026-11-23T20:15:00.5Z', Date.UTC(2026, 10, 23, 20, 15, 0, 500)],
    ['2026-11-23T20:15:00+01:00', Date.UTC(2026, 10, 23, 19, 15)],
    ['2022-06-16 10:17:40 -0700', Date.UTC(2022, 5, 16, 17, 17, 40)],
    ['2022-06-16 10:17:40 -0700 -0700', Date.UTC(2022, 5, 16, 17, 17, 40)],
    ['2022-06-16 10:17:40.5 +0000 UTC', Date.UTC(2022, 5, 16, 10, 17, 40, 500)],
    ['2028-02-29', Date.UTC(2028, 1, 29)],
  ])('%s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2026-11-23T20:15:00',
    '2026-02-29',
    '2026-13-01',
    '2026-11-23T25:00:00Z',
    '23.11.2026',
    '1795464900000',
  ])('%j is not one point in time', (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});
