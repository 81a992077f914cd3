import { describe, expect, it } from 'vitest';
import {
  idAt,
  LAST_SECOND,
  restOf,
  SLOTS,
  secondOf,
  slotOf,
  timeOf,
} from '../../../../../src/store/sqlite/events/slot.ts';
import { idBytes } from '../../../../support/batches.ts';

describe('row ids', () => {
  it.each([
    0,
    1,
    999,
    1_000,
    Date.UTC(2026, 10, 23, 1, 2, 3) + 456,
    -1,
    -86_400_001,
    Date.UTC(2400, 0, 1) + 7,
    8.64e15,
  ])('give back the time %d', (time) => {
    const second = secondOf(time);

    expect(timeOf(idAt(second) + SLOTS - 1, restOf(time, second))).toBe(time);
  });

  it('stay safe integers in order of time', () => {
    expect(Number.isSafeInteger(idAt(LAST_SECOND) + SLOTS - 1)).toBe(true);
    expect(idAt(secondOf(5_000)) - idAt(secondOf(4_999))).toBe(SLOTS);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('stand at the beginning for %d, which is no time', (time) => {
    expect([secondOf(time), restOf(time, 0)]).toEqual([0, 0]);
  });

  it('are spread over the slots by every byte of the event id', () => {
    const slots = new Set(Array.from({ length: 10_000 }, (_, index) => slotOf(idBytes(`${index}`), 0)));
    const base = new Uint8Array(32);
    const changed = new Set(
      Array.from({ length: 16 }, (_, byte) => {
        const ids = base.slice();
        ids[16 + byte] = 1;
        return slotOf(ids, 16);
      }),
    );

    // The birthday estimate is 24 collisions.
    expect(slots.size).toBeGreaterThan(9_900);
    expect([...slots].every((slot) => slot >= 0 && slot < SLOTS)).toBe(true);
    expect(changed.size).toBe(16);
    expect(changed.has(slotOf(base, 16))).toBe(false);
  });
});
