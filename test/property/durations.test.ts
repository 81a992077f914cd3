import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/kit/durations.ts';

describe('durations', () => {
  it('come back from their text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 * 366 * 86_400_000 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });

  it('of joined parts are the sum of the parts', () => {
    const part = fc.tuple(fc.integer({ min: 0, max: 999_999 }), fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const texts = parts.map(([count, unit]) => `${String(count)}${unit}`);
        const sum = texts.reduce((total, text) => total + (parseDuration(text) ?? Number.NaN), 0);
        expect(parseDuration(texts.join(''))).toBe(sum);
      }),
    );
  });

  it('never make the parser throw or hang', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('1', '9', 'm', 's', ' ', 'h'), maxLength: 200 }), (text) => {
        const ms = parseDuration(text);
        expect(ms === null || ms >= 0).toBe(true);
      }),
    );
  });
});
