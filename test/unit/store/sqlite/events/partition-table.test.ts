import { describe, expect, it } from 'vitest';
import {
  partitionEnd,
  partitionStart,
  partitionTable,
} from '../../../../../src/store/sqlite/events/partition-table.ts';
import { LAST_SECOND } from '../../../../../src/store/sqlite/events/slot.ts';

const second = (iso: string) => Date.parse(iso) / 1000;

describe('partitions', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 'event_19700101'],
    ['1999-12-31T23:59:59Z', 'event_19700101'],
    ['2000-01-01T00:00:00Z', 'event_20000101'],
    ['2026-11-23T00:00:00Z', 'event_20261123'],
    ['2026-11-23T23:59:59Z', 'event_20261123'],
    ['2026-11-24T00:00:00Z', 'event_20261124'],
    ['2100-01-01T00:00:00Z', 'event_21000101'],
  ])('%s is in %s', (iso, table) => {
    const start = partitionStart(second(iso));

    expect(partitionTable(start)).toBe(table);
    expect(second(iso)).toBeGreaterThanOrEqual(start);
    expect(second(iso)).toBeLessThan(partitionEnd(start));
  });

  it('lie end to end', () => {
    expect(partitionEnd(0)).toBe(second('2000-01-01T00:00:00Z'));
    expect(partitionStart(partitionEnd(0))).toBe(partitionEnd(0));
    const day = partitionStart(second('2026-11-23T12:00:00Z'));
    expect(partitionStart(partitionEnd(day))).toBe(partitionEnd(day));
    expect(partitionEnd(LAST_SECOND)).toBeGreaterThan(LAST_SECOND);
  });
});
