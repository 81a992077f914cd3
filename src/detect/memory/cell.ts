import type { Millis } from '../../core/time.ts';
import { DAY, HOUR } from '../../core/time.ts';
import type { Flow } from './flow.ts';
import type { Routes } from './routes.ts';
import type { Size } from './sizes.ts';

/** A value met with a credential: a network, a tool family, a country. */
export interface Seen {
  readonly value: string;
  /** Owner of a network; '' for other values. */
  readonly owner: string;
  first: Millis;
  last: Millis;
  count: number;
  /** Learned inside an open incident: remembered, and not taken for normal. */
  suspect: boolean;
}

export interface Habit {
  days: number;
  lastDay: number;
  firstDay?: number;
}

/** What is remembered of one long-lived credential or one principal. Plain data, so that it can be saved. */
export interface Cell {
  readonly key: string;
  first: Millis;
  last: Millis;
  count: number;
  /** Distinct UTC days with use, the last of them and the first. */
  days: number;
  lastDay: number;
  firstDay?: number;
  networks: Seen[];
  tools: Seen[];
  countries: Seen[];
  /** Actions met, by number; bounded. */
  actions: number[];
  /** The last silences of more than an hour, in ms. */
  gaps: Millis[];
  /** Events in the current hour, the busiest hour, and the hour's number. */
  hour: number;
  hourCount: number;
  hourPeak: number;
  /** Secrets read: the most in one window on earlier days and on the last one, and days with any. */
  secretNorm: number;
  secretPeak: number;
  secretDays: number;
  lastSecretDay: number;
  /** What it did on how many days, by name: what comes again and again is how it works. */
  habits: Record<string, Habit>;
  /** Where it has taken copies and secrets from, newest last; bounded, absent where it took none. */
  places?: string[];
  /** How much of what is usual, how large it is, and where money goes, by name; absent where none was ever seen. */
  flows?: Record<string, Flow>;
  sizes?: Record<string, Size>;
  routes?: Routes;
}

export const MAX_VALUES = 24;
const MAX_ACTIONS = 64;
const MAX_GAPS = 16;
const MAX_PLACES = 64;

export function newCell(key: string, at: Millis): Cell {
  return {
    key,
    first: at,
    last: at,
    count: 0,
    days: 0,
    lastDay: -1,
    networks: [],
    tools: [],
    countries: [],
    actions: [],
    gaps: [],
    hour: -1,
    hourCount: 0,
    hourPeak: 0,
    secretNorm: 0,
    secretPeak: 0,
    secretDays: 0,
    lastSecretDay: -1,
    habits: {},
  };
}

/** Counts one use. Late events widen the span and count; they never move `last` back. */
export function learnUse(cell: Cell, at: Millis): void {
  cell.count += 1;
  if (at < cell.first) cell.first = at;
  if (at > cell.last) {
    const gap = at - cell.last;
    if (gap > HOUR) {
      cell.gaps.push(gap);
      if (cell.gaps.length > MAX_GAPS) cell.gaps.shift();
    }
    cell.last = at;
  }
  const day = Math.floor(at / DAY);
  countDay(cell, day);
  const hour = Math.floor(at / HOUR);
  if (hour === cell.hour) cell.hourCount += 1;
  else if (hour > cell.hour) {
    cell.hour = hour;
    cell.hourCount = 1;
  }
  if (cell.hourCount > cell.hourPeak) cell.hourPeak = cell.hourCount;
}

/** Days come in order, or from the newest back as lists give them: either way each counts once. */
function countDay(seen: { days: number; lastDay: number; firstDay?: number }, day: number): void {
  if (day <= seen.lastDay && day >= (seen.firstDay ?? seen.lastDay)) return;
  seen.days += 1;
  seen.firstDay = seen.lastDay < 0 ? day : Math.min(seen.firstDay ?? seen.lastDay, day);
  seen.lastDay = Math.max(seen.lastDay, day);
}

export function learnAction(cell: Cell, action: number): void {
  if (cell.actions.length < MAX_ACTIONS && !cell.actions.includes(action)) cell.actions.push(action);
}

/** Remembers a place. @returns `known`, or how many others it knew */
export function learnPlace(cell: Cell, place: string): 'known' | number {
  const places = (cell.places ??= []);
  if (places.includes(place)) return 'known';
  const before = places.length;
  places.push(place);
  if (before >= MAX_PLACES) places.shift();
  return before;
}

/** Counts a day on which something notable was done. @returns the days before this one */
export function noteHabit(cell: Cell | null, name: string, at: Millis): number {
  if (cell === null) return 0;
  const day = Math.floor(at / DAY);
  const habit = (cell.habits[name] ??= { days: 0, lastDay: -1 });
  countDay(habit, day);
  return habit.days - 1;
}

export function findSeen(list: readonly Seen[], value: string): Seen | undefined {
  for (const seen of list) if (seen.value === value) return seen;
  return undefined;
}

/** Whether the value was met at all, suspect or not. */
export function hasSeen(list: readonly Seen[], value: string): boolean {
  return findSeen(list, value) !== undefined;
}

/** Remembers a value, or refreshes it; what is suspect stays so until a person clears it. When full, the one unused for longest makes room. */
export function learnValue(list: Seen[], seen: Seen): Seen {
  const known = findSeen(list, seen.value);
  if (known !== undefined) {
    known.count += seen.count;
    if (seen.first < known.first) known.first = seen.first;
    if (seen.last > known.last) known.last = seen.last;
    return known;
  }
  const kept = { ...seen };
  if (list.length >= MAX_VALUES) {
    let oldest = 0;
    for (const [index, item] of list.entries()) if (item.last < (list[oldest]?.last ?? 0)) oldest = index;
    list[oldest] = kept;
  } else {
    list.push(kept);
  }
  return kept;
}

/** Large owners have several numbers; blocks without a number have no owner to compare. */
function sameOwner(seen: Seen, value: string, owner: string): boolean {
  return owner !== '' && seen.owner === owner && value.startsWith('AS') && seen.value.startsWith('AS');
}

/** Whether the value belongs to normal use. A network is also known by its owner. */
export function isKnown(list: readonly Seen[], value: string, owner = ''): boolean {
  return list.some((seen) => !seen.suspect && (seen.value === value || sameOwner(seen, value, owner)));
}
