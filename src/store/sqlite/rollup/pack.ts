import { VarintReader, VarintWriter } from './varint.ts';

/** Counts of one hour (epoch seconds / 3600) by number of an operation or a context, numbers ascending. */
export interface HourCounts {
  readonly hour: number;
  readonly ids: readonly number[];
  readonly counts: readonly number[];
}

export type Visit = (hour: number, id: number, n: number) => void;

/** Delta-coded: three to four bytes a count instead of the dozen of a row. @param hours ascending */
export function packCounts(hours: Iterable<HourCounts>): Uint8Array {
  const writer = new VarintWriter();
  let hourBefore = 0;
  for (const { hour, ids, counts } of hours) {
    writer.write(hour - hourBefore);
    writer.write(ids.length);
    hourBefore = hour;
    let idBefore = 0;
    for (let index = 0; index < ids.length; index += 1) {
      const id = ids[index] ?? 0;
      writer.write(id - idBefore);
      writer.write(counts[index] ?? 0);
      idBefore = id;
    }
  }
  return writer.finish();
}

export function visitPack(body: Uint8Array, visit: Visit): void {
  const reader = new VarintReader(body);
  let hour = 0;
  while (!reader.done) {
    hour += reader.read();
    const size = reader.read();
    let id = 0;
    for (let index = 0; index < size; index += 1) {
      id += reader.read();
      visit(hour, id, reader.read());
    }
  }
}

/** Counts how often each number occurs. Sorts the numbers in place. */
export function countRuns(hour: number, numbers: Uint32Array): HourCounts {
  numbers.sort();
  const ids: number[] = [];
  const counts: number[] = [];
  for (const id of numbers) {
    const last = ids.length - 1;
    if (ids[last] === id) counts[last] = (counts[last] ?? 0) + 1;
    else {
      ids.push(id);
      counts.push(1);
    }
  }
  return { hour, ids, counts };
}
