import { VarintReader, VarintWriter } from './varint.ts';

/** Counts by hour and by number (of an operation or a context). Hours are epoch seconds / 3600. */
export type HourCounts = Map<number, Map<number, number>>;

export function addCount(counts: HourCounts, hour: number, id: number, n: number): void {
  const known = counts.get(hour);
  if (known === undefined) counts.set(hour, new Map([[id, n]]));
  else known.set(id, (known.get(id) ?? 0) + n);
}

/** Sorted and delta-coded: three to four bytes a count instead of the dozen of a row. */
export function packCounts(counts: HourCounts): Uint8Array {
  const writer = new VarintWriter();
  let hourBefore = 0;
  for (const [hour, ids] of [...counts].toSorted((a, b) => a[0] - b[0])) {
    writer.write(hour - hourBefore);
    writer.write(ids.size);
    hourBefore = hour;
    let idBefore = 0;
    for (const [id, n] of [...ids].toSorted((a, b) => a[0] - b[0])) {
      writer.write(id - idBefore);
      writer.write(n);
      idBefore = id;
    }
  }
  return writer.finish();
}

export function visitPack(body: Uint8Array, visit: (hour: number, id: number, n: number) => void): void {
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
