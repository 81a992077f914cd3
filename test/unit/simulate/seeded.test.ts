import { describe, expect, it } from 'vitest';
import { seeded } from '../../../src/simulate/seeded.ts';

describe('seeded randomness', () => {
  it('is the same for the same seed and another for another', () => {
    const draw = (seed: string): string => [seeded(seed).uuid(), seeded(seed).int(1_000_000)].join();

    expect(draw('a')).toBe(draw('a'));
    expect(draw('a')).not.toBe(draw('b'));
  });

  it('makes version 4 ids', () => {
    expect(seeded('a').uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('keeps its bounds', () => {
    const random = seeded('a');
    const drawn = Array.from({ length: 1_000 }, () => random.between(3, 5));

    expect(new Set(drawn)).toEqual(new Set([3, 4, 5]));
    expect(Array.from({ length: 100 }, () => random.chance(0))).not.toContain(true);
    expect(Array.from({ length: 100 }, () => random.chance(1))).not.toContain(false);
  });

  it('shuffles without losing anything', () => {
    const list = Array.from({ length: 50 }, (_, index) => index);

    const shuffled = seeded('a').shuffled(list);

    expect(shuffled).not.toEqual(list);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(list);
  });

  it('forks streams that do not disturb each other', () => {
    const one = seeded('a');
    const other = seeded('a');
    other.bytes(500);

    expect(one.fork('x').uuid()).toBe(other.fork('x').uuid());
    expect(one.fork('x').uuid()).not.toBe(one.fork('y').uuid());
  });

  it('cannot pick from nothing', () => {
    expect(() => seeded('a').pick([])).toThrow('empty list');
  });
});
