import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countRuns, packCounts, visitPack } from '../../src/store/sqlite/rollup/pack.ts';
import { Tally } from '../../src/store/sqlite/rollup/tally.ts';
import { VarintReader, VarintWriter } from '../../src/store/sqlite/rollup/varint.ts';

const entry = fc.tuple(
  fc.integer({ min: 0, max: 500_000 }),
  fc.nat({ max: 2 ** 30 }),
  fc.integer({ min: 1, max: 2 ** 40 }),
);

describe('packed counts', () => {
  it('come out as they went in, in order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ([hour, id]) => `${hour} ${id}` }), (entries) => {
        const tally = new Tally();
        for (const [hour, id, n] of entries) tally.add(hour, id, n);
        const visited: (readonly [number, number, number])[] = [];

        visitPack(packCounts(tally.sorted()), (hour, id, n) => visited.push([hour, id, n]));

        expect(visited).toEqual(entries.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
      }),
    );
  });

  it('add up what comes more than once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 })), (numbers) => {
        const { ids, counts } = countRuns(3, Uint32Array.from(numbers));

        expect(ids).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
        expect(counts).toEqual(ids.map((id) => numbers.filter((one) => one === id).length));
      }),
    );
  });

  it('write any safe integer', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat()), (values) => {
        const writer = new VarintWriter();
        for (const value of values) writer.write(value);
        const reader = new VarintReader(writer.finish());

        expect(values.map(() => reader.read())).toEqual(values);
        expect(reader.done).toBe(true);
      }),
    );
  });
});
