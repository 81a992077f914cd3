import { describe, expect, it } from 'vitest';
import { unitRandom } from '../../../src/kit/random.ts';

describe('unitRandom', () => {
  it('reaches from 0 to just below 1', () => {
    expect(unitRandom((bytes) => new Uint8Array(bytes))).toBe(0);
    expect(unitRandom((bytes) => new Uint8Array(bytes).fill(0xff))).toBeLessThan(1);
    expect(unitRandom((bytes) => new Uint8Array(bytes).fill(0xff))).toBeGreaterThan(0.999_999);
    expect(unitRandom(() => Uint8Array.of(0x80, 0, 0, 0))).toBe(0.5);
  });
});
