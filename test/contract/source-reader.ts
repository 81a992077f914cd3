import { decode } from '../../src/collect/decode.ts';
import { eventIdOf } from '../../src/core/batch.ts';
import type { Cursor, Delivery, Page, PollRequest, RecordFormat, Source } from '../../src/core/connector.ts';

/** What a store remembers of one source: cursor, places, event ids in order of arrival. */
export interface Ledger {
  cursor: Cursor | null;
  readonly places: Set<string>;
  readonly seen: string[];
  readonly gaps: NonNullable<Page['gap']>[];
  observedThrough: number;
}

export function emptyLedger(): Ledger {
  return { cursor: null, places: new Set(), seen: [], gaps: [], observedThrough: 0 };
}

export interface Reading {
  readonly formats: readonly RecordFormat[];
  readonly now: () => number;
  readonly backfill: number;
  readonly signal: AbortSignal;
}

/** One page without committing it. The cursor goes through JSON, as it does in a database. */
export function askPage(source: Source, ledger: Ledger, reading: Reading): Promise<Page> {
  const request: PollRequest = {
    now: reading.now(),
    backfill: reading.backfill,
    isStored: (places) => Promise.resolve(new Set(places.filter((place) => ledger.places.has(place)))),
    signal: reading.signal,
  };
  const cursor = ledger.cursor === null ? null : (JSON.parse(JSON.stringify(ledger.cursor)) as Cursor);
  return source.poll(cursor, request);
}

/** What the collector does with a page: events and cursor first, then confirmation. */
export async function commitPage(page: Page, source: Source, ledger: Ledger, reading: Reading): Promise<void> {
  for (const delivery of page.deliveries) {
    ledger.seen.push(...idsIn(source, delivery, reading.formats));
    ledger.places.add(delivery.place);
  }
  ledger.cursor = JSON.parse(JSON.stringify(page.next)) as Cursor;
  ledger.observedThrough = page.observedThrough;
  if (page.gap !== undefined) ledger.gaps.push(page.gap);
  for (const delivery of page.deliveries) await delivery.confirm?.();
}

/** Reads until nothing more is there at once; a new source object for every page, as after a restart. */
export async function readOn(make: () => Source, ledger: Ledger, reading: Reading, mostPages = 500): Promise<number> {
  for (let pages = 1; pages <= mostPages; pages += 1) {
    const source = make();
    const page = await askPage(source, ledger, reading);
    await commitPage(page, source, ledger, reading);
    if (!page.more) return pages;
  }
  throw new Error(`the source did not come to an end within ${String(mostPages)} pages`);
}

export function idsIn(source: Source, delivery: Delivery, formats: readonly RecordFormat[]): readonly string[] {
  const input = { source: source.id, place: delivery.place, bytes: delivery.bytes, format: delivery.format };
  const batch = decode(input, { formats, match: () => [], keepRaw: false });
  return Array.from({ length: batch.size }, (_, row) => eventIdOf(batch, row));
}
