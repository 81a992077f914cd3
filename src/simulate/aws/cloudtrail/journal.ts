import { type JsonObject, textAt } from '../../json.ts';
import type { CloudTrailRecord } from './record.ts';

/** One record in the journal of one account. */
export interface JournalEntry {
  readonly record: CloudTrailRecord;
  readonly account: string;
  readonly region: string;
  /** Event time in ms. */
  readonly at: number;
  /** Unique and rising in the order of writing; breaks ties of equal event times. */
  readonly ordinal: number;
  /** When LookupEvents shows it first; several copies when it shows it more than once. */
  readonly visibleAt: number;
  readonly copies: number;
}

export type JournalListener = (entry: JournalEntry) => void;

/** All records ever made, ordered by event time within each account and region. */
export class Journal {
  readonly #places = new Map<string, JournalEntry[]>();
  readonly #listeners: JournalListener[] = [];
  #ordinal = 0;

  add(
    record: CloudTrailRecord,
    placed: Pick<JournalEntry, 'account' | 'region' | 'at' | 'visibleAt' | 'copies'>,
  ): void {
    const entry: JournalEntry = { record, ordinal: this.#ordinal++, ...placed };
    const place = this.#place(entry.account, entry.region);
    place.splice(insertionPoint(place, entry.at), 0, entry);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Oldest first. */
  in(account: string, region: string): readonly JournalEntry[] {
    return this.#places.get(key(account, region)) ?? [];
  }

  /** Every entry in the order of writing. */
  all(): JournalEntry[] {
    return [...this.#places.values()].flat().sort((a, b) => a.ordinal - b.ordinal);
  }

  /** All records in the order of writing, optionally of one event name. */
  records(eventName?: string): CloudTrailRecord[] {
    const records = this.all().map((entry) => entry.record);
    return eventName === undefined ? records : records.filter((record) => record['eventName'] === eventName);
  }

  onEntry(listener: JournalListener): void {
    this.#listeners.push(listener);
  }

  #place(account: string, region: string): JournalEntry[] {
    const known = this.#places.get(key(account, region));
    if (known !== undefined) return known;
    const place: JournalEntry[] = [];
    this.#places.set(key(account, region), place);
    return place;
  }
}

function key(account: string, region: string): string {
  return `${account}/${region}`;
}

/** Behind all entries that are not younger. Nearly always the end. */
function insertionPoint(place: readonly JournalEntry[], at: number): number {
  let low = 0;
  let high = place.length;
  if ((place.at(-1)?.at ?? at) <= at) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((place[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a record is one that LookupEvents serves: management events, also old records that carry no category. */
export function isManagementEvent(record: JsonObject): boolean {
  const category = textAt(record, 'eventCategory');
  if (category !== undefined) return category === 'Management';
  return record['managementEvent'] !== false;
}
