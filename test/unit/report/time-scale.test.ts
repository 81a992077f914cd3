import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { timeScale } from '../../../src/report/html/time-scale.ts';
import { NIGHT } from '../alert/samples.ts';

const LEFT = 200;
const RIGHT = 1060;

function scale(...after: readonly number[]): ReturnType<typeof timeScale> {
  return timeScale(
    after.map((one) => NIGHT + one),
    LEFT,
    RIGHT,
  );
}

describe('the scale of the timeline', () => {
  it('cuts out a long empty stretch and says how long it is', () => {
    const { segments, breaks } = scale(0, 10 * MINUTE, 3 * DAY, 3 * DAY + 5 * MINUTE);

    expect(segments.map(({ from, to }) => [from - NIGHT, to - NIGHT])).toEqual([
      [0, 10 * MINUTE],
      [3 * DAY, 3 * DAY + 5 * MINUTE],
    ]);
    expect(breaks.map(({ span }) => span)).toEqual([3 * DAY - 10 * MINUTE]);
  });

  it('does not cut what is short, or short against the rest', () => {
    expect(scale(0, 9 * MINUTE, 18 * MINUTE).breaks).toEqual([]);
    expect(scale(0, HOUR, 2 * HOUR, 3 * HOUR).breaks).toEqual([]);
  });

  it('cuts at most five times', () => {
    const times = Array.from({ length: 40 }, (_, index) => 2 ** index * SECOND);

    expect(scale(...times).breaks.length).toBeLessThanOrEqual(5);
  });

  it('puts a single moment in the middle', () => {
    const one = scale(0);

    expect(one.x(NIGHT)).toBeGreaterThan(LEFT);
    expect(one.x(NIGHT)).toBeLessThan(RIGHT);
    expect(one.ticks).toHaveLength(1);
  });

  it('has at least one label in every segment, with seconds where they matter', () => {
    const { segments, ticks } = scale(0, 20 * SECOND, 2 * DAY, 2 * DAY + HOUR, 2 * DAY + 2 * HOUR, 2 * DAY + 3 * HOUR);

    for (const { from, to } of segments) expect(ticks.some(({ at }) => from <= at && at <= to)).toBe(true);
    expect(ticks[0]?.label).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(ticks.at(-1)?.label).toMatch(/^\d\d:\d\d$/);
  });

  it('keeps order and stays on the paper, whatever the times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 * DAY }), { minLength: 1, maxLength: 60 }), (after) => {
        const times = [...new Set(after)].sort((a, b) => a - b);
        const { x, segments, ticks } = scale(...times);
        const places = times.map((one) => x(NIGHT + one));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        for (const place of places) {
          expect(place).toBeGreaterThanOrEqual(LEFT - 1e-6);
          expect(place).toBeLessThanOrEqual(RIGHT + 1e-6);
        }
        expect(segments.at(-1)?.right).toBeCloseTo(RIGHT, 3);
        expect(ticks.length).toBeLessThan(40);
        const between = x(NIGHT + ((times[0] ?? 0) + (times.at(-1) ?? 0)) / 2);
        expect(Number.isFinite(between)).toBe(true);
      }),
    );
  });
});
