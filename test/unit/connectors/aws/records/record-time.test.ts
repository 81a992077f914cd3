import { describe, expect, it } from 'vitest';
import { recordTime } from '../../../../../connectors/aws/records/record-time.ts';

describe('recordTime', () => {
  it.each([
    ['2026-11-23T12:24:29Z', Date.UTC(2026, 10, 23, 12, 24, 29)],
    ['2026-11-23T12:24:29', Date.UTC(2026, 10, 23, 12, 24, 29)],
    ['2026-11-23T12:24:29.123Z', Date.UTC(2026, 10, 23, 12, 24, 29)],
    ['2026-11-23 12:24:29', Date.UTC(2026, 10, 23, 12, 24, 29)],
    ['2022-02-08 09:23:37+11:00', Date.UTC(2022, 1, 7, 22, 23, 37)],
    ['2022-02-07T17:23:37-05:00', Date.UTC(2022, 1, 7, 22, 23, 37)],
    ['20131102T010628Z', Date.UTC(2013, 10, 2, 1, 6, 28)],
    ['Jul 10, 2023 12:24:29 PM', Date.UTC(2023, 6, 10, 12, 24, 29)],
    ['Jul 10, 2023, 1:28:26 PM', Date.UTC(2023, 6, 10, 13, 28, 26)],
    ['Aug 1, 2024 12:05:00 AM', Date.UTC(2024, 7, 1, 0, 5, 0)],
  ])('reads %s', (text, expected) => {
    expect(recordTime(text)).toBe(expected);
  });

  it('takes small numbers as seconds and large ones as milliseconds', () => {
    const at = Date.UTC(2026, 10, 23, 12);
    expect(recordTime(at / 1000)).toBe(at);
    expect(recordTime(at)).toBe(at);
  });

  it.each([
    ['', 'nothing'],
    ['yesterday', 'words'],
    ['2026-13-01T00:00:00Z', 'a thirteenth month'],
    ['2026-02-32T00:00:00Z', 'a thirty-second'],
    ['2026-11-23T24:00:00Z', 'hour 24'],
    ['2026-11-2XT12:00:00Z', 'a letter'],
    ['1999-01-01T00:00:00Z', 'a time before there was an AWS'],
    ['2345-01-01T00:00:00Z', 'a time that nobody lives to see'],
    ['Foo 10, 2023 12:24:29 PM', 'a month of no calendar'],
  ])('refuses %j, which is %s', (text) => {
    expect(recordTime(text)).toBeNull();
  });

  it.each([[null], [undefined], [{}], [[]], [true], [Number.NaN], [-1]])('refuses %j', (value) => {
    expect(recordTime(value)).toBeNull();
  });
});
