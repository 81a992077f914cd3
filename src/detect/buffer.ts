import type { CommittedBatch } from '../core/batch.ts';
import { EVENT_ID_BYTES } from '../core/batch.ts';
import type { Millis } from '../core/time.ts';
import { DAY } from '../core/time.ts';

/** A batch with rows that wait. `T` is what the owner keeps beside it. */
export interface Slot<T> {
  readonly committed: CommittedBatch;
  readonly extra: T;
  waiting: number;
}

/** Rows of one UTC day, in arrival order; `from` and `row` run in parallel. */
interface DayRows<T> {
  readonly base: Millis;
  readonly slots: Slot<T>[];
  from: Uint32Array;
  row: Uint32Array;
  offset: Uint32Array;
  size: number;
  earliest: Millis;
}

/** 27 bits of milliseconds in a day and 26 of place make one exact double to sort by. */
const PLACES = 2 ** 26;

/**
 * Holds rows until their time has come and gives them out by (time, id), whatever order the
 * batches came in.
 */
export class ReorderBuffer<T> {
  readonly #days = new Map<number, DayRows<T>>();
  readonly #slots = new Set<Slot<T>>();

  /** Adds the wanted rows of a batch; none is fine. */
  add(committed: CommittedBatch, extra: T, wanted: (row: number) => boolean): void {
    const { batch } = committed;
    const slot: Slot<T> = { committed, extra, waiting: 0 };
    for (let row = 0; row < batch.size; row += 1) {
      if (!wanted(row)) continue;
      const time = batch.time[row] ?? 0;
      const day = this.#day(Math.floor(time / DAY));
      push(day, slot, row, time);
      slot.waiting += 1;
    }
    if (slot.waiting > 0) this.#slots.add(slot);
  }

  /** Positions of the rows still waiting, by ledger sequence: row numbers change when a batch is read again. */
  waiting(): ReadonlyMap<number, readonly number[]> {
    const rows = new Map<number, number[]>();
    for (const day of this.#days.values()) {
      for (let at = 0; at < day.size; at += 1) {
        const committed = day.slots[day.from[at] ?? 0]?.committed;
        const sequence = committed?.sequence ?? 0;
        const list = rows.get(sequence) ?? [];
        list.push(committed?.batch.position[day.row[at] ?? 0] ?? 0);
        rows.set(sequence, list);
      }
    }
    return rows;
  }

  /** Lowest ledger sequence with a waiting row, or null. */
  firstWaiting(): number | null {
    let lowest: number | null = null;
    for (const slot of this.#slots) {
      if (lowest === null || slot.committed.sequence < lowest) lowest = slot.committed.sequence;
    }
    return lowest;
  }

  /** Gives out and forgets every row up to and including the watermark, in order of (time, id). */
  drain(watermark: Millis, visit: (slot: Slot<T>, row: number) => void): void {
    const due = [...this.#days].filter(([, day]) => day.earliest <= watermark).sort(([a], [b]) => a - b);
    for (const [number, day] of due) {
      this.#days.delete(number);
      const later = drainDay(day, watermark, (slot, row) => {
        slot.waiting -= 1;
        if (slot.waiting === 0) this.#slots.delete(slot);
        visit(slot, row);
      });
      if (later !== null) this.#days.set(number, later);
    }
  }

  #day(number: number): DayRows<T> {
    const known = this.#days.get(number);
    if (known !== undefined) return known;
    const day = emptyDay<T>(number * DAY);
    this.#days.set(number, day);
    return day;
  }
}

function emptyDay<T>(base: Millis): DayRows<T> {
  const room = 64;
  return {
    base,
    slots: [],
    from: new Uint32Array(room),
    row: new Uint32Array(room),
    offset: new Uint32Array(room),
    size: 0,
    earliest: Number.POSITIVE_INFINITY,
  };
}

function push<T>(day: DayRows<T>, slot: Slot<T>, row: number, time: Millis): void {
  if (day.size === day.row.length) {
    day.from = grown(day.from);
    day.row = grown(day.row);
    day.offset = grown(day.offset);
  }
  if (day.slots.at(-1) !== slot) day.slots.push(slot);
  day.from[day.size] = day.slots.length - 1;
  day.row[day.size] = row;
  day.offset[day.size] = time - day.base;
  day.size += 1;
  if (time < day.earliest) day.earliest = time;
}

function grown(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** @returns the rows after the watermark, or null when there are none */
function drainDay<T>(
  day: DayRows<T>,
  watermark: Millis,
  visit: (slot: Slot<T>, row: number) => void,
): DayRows<T> | null {
  const limit = watermark - day.base;
  let later: DayRows<T> | null = null;
  const keys = new Float64Array(day.size);
  let due = 0;
  for (let at = 0; at < day.size; at += 1) {
    const offset = day.offset[at] ?? 0;
    if (offset <= limit) {
      keys[due] = offset * PLACES + at;
      due += 1;
      continue;
    }
    later ??= emptyDay<T>(day.base);
    const slot = day.slots[day.from[at] ?? 0];
    if (slot !== undefined) push(later, slot, day.row[at] ?? 0, day.base + offset);
  }
  const sorted = keys.subarray(0, due).sort();
  const places = new Uint32Array(due);
  for (let index = 0; index < due; index += 1) places[index] = (sorted[index] ?? 0) % PLACES;
  sortTies(day, sorted, places);
  for (const at of places) {
    const slot = day.slots[day.from[at] ?? 0];
    if (slot !== undefined) visit(slot, day.row[at] ?? 0);
  }
  return later;
}

/** Events of the same millisecond go by id, so that the order of arrival leaves no trace. */
function sortTies<T>(day: DayRows<T>, sorted: Float64Array, places: Uint32Array): void {
  let start = 0;
  for (let at = 1; at <= places.length; at += 1) {
    if (at < places.length && sameTime(sorted[at] ?? 0, sorted[start] ?? 0)) continue;
    if (at - start > 1) places.subarray(start, at).sort((a, b) => compareIds(day, a, b));
    start = at;
  }
}

function sameTime(a: number, b: number): boolean {
  return Math.floor(a / PLACES) === Math.floor(b / PLACES);
}

function compareIds<T>(day: DayRows<T>, a: number, b: number): number {
  const left = day.slots[day.from[a] ?? 0]?.committed.batch.ids;
  const right = day.slots[day.from[b] ?? 0]?.committed.batch.ids;
  if (left === undefined || right === undefined) return 0;
  const leftAt = (day.row[a] ?? 0) * EVENT_ID_BYTES;
  const rightAt = (day.row[b] ?? 0) * EVENT_ID_BYTES;
  for (let byte = 0; byte < EVENT_ID_BYTES; byte += 1) {
    const difference = (left[leftAt + byte] ?? 0) - (right[rightAt + byte] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
